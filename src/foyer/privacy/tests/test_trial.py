"""How much of what leads to a person is found: measured on marked sentences, and no worse than it was."""

import pytest

from foyer.privacy.deid import Span, find
from foyer.privacy.deid.trial import chosen, judge, once, parsed, sentences, taught


def test_a_marked_sentence_is_its_text_and_its_mentions() -> None:
    one = parsed("我叫{name:王小明}，手机{phone:138 0013 8000}", "zh")

    assert one.text == "我叫王小明，手机138 0013 8000"
    assert one.marks == (Span(2, 5, "name"), Span(8, 21, "phone"))


def test_a_mention_is_found_when_all_of_it_is_covered() -> None:
    one = parsed("找{name:王小明}", "zh")
    half = judge([one], lambda _text: [Span(1, 3, "name")])
    whole = judge([one], lambda _text: [Span(1, 4, "phone")])

    assert (half.recall, half.precision) == (0.0, 1.0)
    assert (whole.recall, whole.named["name"]) == (1.0, 0)


def test_the_set_has_both_languages_both_halves_and_sentences_about_nobody() -> None:
    for language in ("zh", "en"):
        halves = [chosen(language=language, held_out=half) for half in (False, True)]
        assert sum(map(len, halves)) >= 120 and min(map(len, halves)) >= 50
        assert sum(not one.marks for one in chosen(language=language)) >= 25
    assert len({one.text for one in sentences()}) == len(sentences())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_sentences_that_taught_nothing(language: str) -> None:
    """The held-out half; the figures are those of docs/de-identification.md, a little below."""
    judged = judge(chosen(language=language, held_out=True))

    assert judged.recall >= 0.96
    assert judged.precision >= 0.95
    assert all(judged.recall_of(kind) >= 0.95 for kind in judged.there if kind != "name")


def test_questions_about_nobody_are_left_alone() -> None:
    """Of 64, four that are traps: an order number, a nursery's name, two branches by their street; none else."""
    about_nobody = [one.text for one in sentences() if not one.marks]
    touched = [text for text in about_nobody if find(text)]

    assert len(about_nobody) >= 60 and len(touched) <= 4


def test_on_the_set_that_was_tried_once() -> None:
    """What stands in docs/de-identification.md: nothing may make it worse, and nothing is made better by looking."""
    zh, en = judge(once("zh")), judge(once("en"))

    assert zh.recall >= 0.81 and en.recall >= 0.96
    assert min(zh.precision, en.precision) >= 0.95


def test_on_the_set_whose_errors_taught() -> None:
    """Hard names and odd numbers; a little below what docs/de-identification.md gives."""
    zh, en = judge(taught("zh")), judge(taught("en"))

    assert zh.recall >= 0.89 and zh.recall_of("name") >= 0.85 and zh.precision >= 0.96
    assert en.recall >= 0.96 and en.precision >= 0.92
