"""Reading intents: learned from phrasings in both languages, exact about what was not seen, honest about how sure."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.assistant import intents
from foyer.assistant.intents import elsewhere, files, shipped
from foyer.assistant.intents.likeness import Seen, likeness
from foyer.assistant.intents.regression import solve
from foyer.assistant.intents.sureness import calibration_error, error_by_chance
from foyer.assistant.intents.words import Words

LEARNED = {
    "card_lost": ["我的卡丢了", "银行卡不见了怎么办", "卡被偷了，要挂失", "I have lost my card", "my card was stolen",
                  "how do I block a missing card"],
    "balance": ["我还有多少钱", "查一下余额", "账户里剩多少", "what is my balance", "how much money do I have left",
                "show me my account balance"],
    "transfer_late": ["转账还没到账", "钱转出去对方没收到", "汇款怎么还没到", "my transfer has not arrived",
                      "the money I sent is still pending", "why is my transfer taking so long"],
    "fee": ["转账手续费多少", "跨行要收费吗", "为什么扣了我手续费", "what do you charge for a transfer",
            "why was I charged a fee", "are there any fees"],
}  # fmt: skip
ELSEWHERE = ["今天天气怎么样", "给我讲个笑话", "晚饭吃什么好", "who won the match yesterday", "write me a poem",
             "what is the capital of France"]  # fmt: skip
ROOT = Path(__file__).parents[4]
TEXTS = [text for said in LEARNED.values() for text in said]
NAMES = [name for name, said in LEARNED.items() for _text in said]


def phrasings(texts: list[str], names: list[str]) -> intents.Phrasings:
    return intents.Phrasings(texts, names, intents.meanings_of(texts))


@pytest.fixture(scope="module")
def trained() -> tuple[intents.Model, intents.Judged]:
    return intents.train(phrasings(TEXTS, NAMES), phrasings(ELSEWHERE, [""] * len(ELSEWHERE)), folds=6)


def read(model: intents.Model, text: str) -> str:
    said = model.read([text], intents.meanings_of([text]))
    return model.names[int(said.scores[0].argmax())]


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("卡找不到了，帮我挂失", "card_lost"),
        ("somebody took my debit card", "card_lost"),
        ("余额是多少", "balance"),
        ("how much is in my account", "balance"),
        ("昨天汇的款还没有到", "transfer_late"),
        ("I sent money and it did not arrive", "transfer_late"),
        ("手续费怎么收", "fee"),
        ("is there a charge", "fee"),
    ],
)
def test_what_was_never_said_before_is_understood_in_both_languages(trained, said, intent):
    model, _judged = trained

    assert read(model, said) == intent


def test_the_reason_is_the_phrasing_that_counted_most(trained):
    model, _judged = trained
    said = model.read(["I lost my bank card"], intents.meanings_of(["I lost my bank card"]))

    assert model.texts[said.closest[0, 0]] in LEARNED["card_lost"]


def test_cross_validation_is_what_training_without_the_fold_would_have_said(trained):
    model, _judged = trained
    seen = model.seen.take(slice(model.own))
    near = likeness(seen, seen)
    numbers = np.array([model.names.index(name) for name in NAMES])
    fold = np.array([1, 8, 15, 22])
    rest = np.setdiff1d(np.arange(len(TEXTS)), fold)

    told = solve(near, numbers, len(model.names)).unseen([fold])[fold]

    without = solve(near[np.ix_(rest, rest)], numbers[rest], len(model.names))
    assert np.allclose(told, near[np.ix_(fold, rest)] @ without.weights, atol=1e-3)


def test_it_is_less_sure_of_what_has_no_intent(trained):
    model, _judged = trained

    asked = ["最近有什么好看的电影", "how tall is that mountain"]

    known, strange = (model.read(texts, intents.meanings_of(texts)).known for texts in (TEXTS, asked))

    assert strange.max() < known.mean()


def test_what_is_about_something_else_is_a_class_of_its_own(trained):
    model, judged = trained
    asked = ["讲一个笑话给我听听", "write a poem for my sister"]

    said = model.read([*asked, *TEXTS[:3]], intents.meanings_of([*asked, *TEXTS[:3]]))

    assert said.known[:2].max() < said.known[2:].min()
    assert said.scores.shape[1] == len(model.names) == judged.scores.shape[1]
    assert said.closest.max() < model.own == len(TEXTS) < len(model.texts)


def test_what_a_phrasing_says_too_is_not_learned_as_something_else():
    others = ["我的卡丢了", "今天天气怎么样"]
    model, _judged = intents.train(phrasings(TEXTS, NAMES), phrasings(others, ["", ""]), folds=3)

    assert model.texts[model.own :] == ("今天天气怎么样",)


def test_a_version_trained_before_there_was_something_else_reads_on(monkeypatch):
    model, _judged = intents.train(phrasings(TEXTS, NAMES), folds=3)
    monkeypatch.setattr(files, "FORMAT", "foyer-intents-1")
    again = files.unpacked(*files.packed(model))

    told, told_again = (one.read(TEXTS, intents.meanings_of(TEXTS)) for one in (model, again))
    assert np.allclose(told.known, told_again.known) and again.own == len(TEXTS) == len(again.texts)


def test_the_shipped_sentences_about_something_else_are_in_both_languages_and_none_judges():
    learned = elsewhere.shipped()
    judging = yaml.safe_load((ROOT / "bench/data/other_talk.yaml").read_text(encoding="utf-8"))

    assert len(learned) == len(set(learned)) > 400
    assert not set(learned) & {text for said in judging.values() for text in said}


def test_every_voice_wants_everything_once_and_says_nothing_that_the_judging_half_says():
    taught, judging = shipped.written(), {_letters(text) for _code, text in shipped.met()}

    for code, about in taught.items():
        assert len(about["zh"]) == len(set(about["zh"])) >= 30, code
        assert not {_letters(text) for text in about["zh"]} & judging, code
    assert {len(said) for said in shipped.met_by_person().values()} == {len(taught)}


def _letters(text):
    return re.sub(r"\W", "", text)


def test_one_by_one_and_together_say_the_same(trained):
    model, _judged = trained

    together = model.read(ELSEWHERE, intents.meanings_of(ELSEWHERE))
    alone = [model.read([text], intents.meanings_of([text])) for text in ELSEWHERE]

    assert np.allclose(together.scores, np.vstack([one.scores for one in alone]), atol=1e-4)
    assert np.allclose(together.right, np.concatenate([one.right for one in alone]), atol=1e-3)


def test_folds_judge_every_phrasing_once(trained):
    _model, judged = trained

    assert judged.right.shape == (len(TEXTS),) and not np.isnan(judged.scores).any()
    assert judged.accuracy > 0.5
    assert set(judged.refused) == {"unseen", "elsewhere"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_whatever_is_written_is_at_most_as_like_another_as_itself(texts: list[str]) -> None:
    rows = Words.of(texts).rows(texts)

    near = likeness(Seen({}, rows), Seen({}, rows))

    assert np.isfinite(near).all() and near.max() <= 1 + 1e-4 and near.min() >= -1e-4


ALIKE = [["挂失", "弄丢", "lost"], ["余额", "balance"]]


def test_words_that_mean_the_same_to_the_bank_bring_sentences_together() -> None:
    texts = ["卡弄丢了", "it is lost", "余额"] * 2

    def near(groups: list[list[str]], *, in_chinese: bool = False) -> np.ndarray:
        rows = Words.of(texts, groups, in_chinese=in_chinese).rows(texts)
        return likeness(Seen({}, rows), Seen({}, rows))

    assert near(ALIKE)[0, 1] == pytest.approx(0.4) and near([])[0, 1] == near(ALIKE)[0, 2] == 0
    only_chinese = near(ALIKE, in_chinese=True)
    assert only_chinese[0, 1] == 0 and only_chinese[1, 1] == pytest.approx(1)


def test_a_version_keeps_the_synonyms_it_was_trained_with() -> None:
    model, _judged = intents.train(replace(phrasings(TEXTS, NAMES), synonyms=ALIKE), folds=3)
    again = files.unpacked(*files.packed(model))

    assert again.words.groups == (("挂失", "弄丢", "lost"), ("余额", "balance"))
    told, told_again = (one.read(["卡弄丢了"], intents.meanings_of(["卡弄丢了"])) for one in (model, again))
    assert np.allclose(told.scores, told_again.scores)


def test_the_gap_between_sure_and_right_is_measured_in_bins():
    sure = np.array([0.9] * 10 + [0.6] * 10)
    right = np.array([True] * 9 + [False] + [True] * 3 + [False] * 7)

    assert calibration_error(sure, right) == pytest.approx(0.15)


def test_few_sentences_look_miscalibrated_by_chance_and_many_do_not() -> None:
    sure = np.tile(np.linspace(0.5, 0.99, 50), 4)

    few, most = error_by_chance(sure, draws=200)
    many, _ = error_by_chance(np.tile(sure, 50), draws=50)

    assert 0.03 < few < most < 0.12
    assert many < few / 4  # chance falls with the root of the number
