"""What changed is shown word by word, in Chinese as in English."""

import pytest

from foyer.base.text import Bilingual
from foyer.knowledge.diffing import changes, difference, words
from foyer.knowledge.tests import factories


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("一般三个工作日内到账", "一般五个工作日内到账", ["三个"], ["五个"]),
        ("手续费0.5%，最高50元", "手续费0.8%，最高50元", ["0.5%"], ["0.8%"]),
        ("You may send CNY 50,000 a day", "You may send CNY 200,000 a day", ["50,000"], ["200,000"]),
        ("请带身份证", "请带身份证和银行卡", [], ["和银行卡"]),
        ("one two", "one two", [], []),
    ],
)
def test_only_the_changed_words_are_marked(before, after, removed, added):
    pieces = list(difference(before, after))

    assert [piece.text for piece in pieces if piece.kind == "removed"] == removed
    assert [piece.text for piece in pieces if piece.kind == "added"] == added
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before


def test_words_joined_again_are_the_text():
    for text in ("ATM取款限额2万元/天\n第二行", "it’s 24-hour, isn't it?", "\U00020000字", ""):
        assert "".join(words(text)) == text


def test_every_part_that_differs_is_named_and_no_other():
    before = factories.content()
    after = factories.content(
        title=Bilingual(before.title.zh, "Lost card"), audience="staff", variants={"phone": {"zh": "请挂失", "en": ""}}
    )

    found = [(change.language, change.part) for change in changes(before, after)]

    assert [language for language, _part in found] == ["zh", "en", ""]
    assert changes(before, before) == []


def test_very_long_texts_are_compared_by_their_lines():
    long = "\n".join(f"第{number}行的文字很多很多" for number in range(2_000))
    pieces = list(difference(long, long.replace("第7行", "第七行", 1)))

    assert [piece.kind for piece in pieces] == ["kept", "removed", "added", "kept"]
