"""While the encoder of meanings is away the search goes on by words, and what is written waits and catches up."""

from collections.abc import Iterator

import pytest

from foyer.base import clock, meaning
from foyer.base.aids.aid import FAILURES, Rehearsal
from foyer.base.meaning import AID
from foyer.knowledge import actions, queries
from foyer.knowledge.actions import checking
from foyer.knowledge.models import CheckRun, Gap, GapQuestion, Phrasing
from foyer.knowledge.queries.passages import passages
from foyer.knowledge.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf() -> None:
    factories.shelf()


@pytest.fixture
def away() -> Iterator[Rehearsal]:
    """The encoder fails from now on, for this thread."""
    with AID.rehearsed() as rehearsal:
        yield rehearsal


def back(rehearsal: Rehearsal) -> None:
    rehearsal.is_failing, rehearsal.breaker.until = False, clock.now()


@pytest.mark.parametrize(
    ("text", "code"),
    [("我的卡丢了", "card-lost"), ("转账额度", "transfer-limit"), ("Are you open on weekends?", "branch-hours"),
     ("block my card", "card-lost")],
)  # fmt: skip
def test_words_alone_find_the_article(away: Rehearsal, text: str, code: str) -> None:
    hit = queries.search(text)[0]

    assert hit.article_code == code and hit.by_words and (hit.nearest, hit.direction) == (0.0, 0.0)


def test_once_it_is_left_alone_no_search_waits_for_it(away: Rehearsal) -> None:
    for _number in range(FAILURES + 5):
        assert queries.search("我的卡丢了")

    assert away.called == FAILURES


def test_the_next_search_after_it_is_back_knows_meanings_again(away: Rehearsal) -> None:
    assert queries.search("help my debit card has disappeared")[0].by_words
    back(away)

    hit = queries.search("help my debit card has disappeared")[0]

    assert hit.article_code == "card-lost" and not hit.by_words


def test_the_passage_is_found_by_words_too(away: Rehearsal) -> None:
    [found] = passages("手机银行 每日 转账限额", limit=1)

    assert found.code == "transfer-limit" and "五十万" in found.text


def test_no_word_is_mended_and_no_such_reading_is_kept(away: Rehearsal) -> None:
    assert queries.search("trasnfer limt") == []
    back(away)

    assert queries.search("trasnfer limt")[0].read_as == "transfer limit"


def test_an_article_written_meanwhile_is_found_by_words_and_catches_up(away: Rehearsal) -> None:
    words = {
        **factories.HOURS,
        "title": factories.Bilingual("保险箱租用", "Safe deposit boxes"),
        "questions": {
            "zh": ["怎么租保险箱", "保险箱价格", "保险箱在哪里", "退保险箱", "保险箱钥匙丢了"],
            "en": ["rent a safe deposit box", "price of a box", "where are the boxes", "return a box", "box key lost"],
        },
    }  # fmt: skip
    factories.published("safe-box", words, category="branch", learn=False)
    assert queries.search("保险箱价格")[0].article_code == "safe-box"
    assert actions.catch_up() == 0
    back(away)
    assert queries.search("where can I keep my jewellery", limit=1)[0].article_code != "safe-box"

    done = actions.catch_up()

    assert done and not Phrasing.objects.filter(embedding=None).exists()
    hit = queries.search("renting a box for valuables")[0]
    assert hit.article_code == "safe-box" and hit.nearest > 0.5 and hit.direction > 0
    assert actions.catch_up() == 0


def test_it_may_die_between_two_sentences_of_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model itself, as a library that fails in the middle: nothing is stored by halves."""

    class Dying:
        def encode(self, texts: list[str]) -> list[float]:
            raise RuntimeError("ONNXRuntimeError: bad allocation")

    monkeypatch.setattr(meaning, "_encoder", Dying)
    unseen = {lang: [f"{text} {lang} 2" for text in asked] for lang, asked in factories.LOST["questions"].items()}
    try:
        version = factories.draft("dying", {**factories.LOST, "questions": unseen})
        assert version.phrasings.count() == version.phrasings.filter(embedding=None).count() > 10
        assert queries.search("卡在旅行时丢了，怎么挂失")[0].by_words
    finally:
        AID.forget()


def test_a_missed_question_waits_for_its_gap(away: Rehearsal) -> None:
    for text in ("余额变成虫子了怎么办", "余额显示成虫子怎么办"):
        actions.miss(text, lang="zh", why="asked_again", source=text)
    assert GapQuestion.objects.filter(gap=None).count() == 2 and not Gap.objects.exists()
    assert actions.retest() == 0
    back(away)

    assert actions.catch_up() == 2

    assert Gap.objects.get().questions.count() == 2


def test_doubts_stay_as_they_were(away: Rehearsal) -> None:
    checking.check()

    assert not CheckRun.objects.exists()
    back(away)
    checking.check()
    assert CheckRun.objects.exists()


def test_catching_up_costs_two_queries_where_nothing_waits(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(6):  # two queries, and two savepoints around the first
        assert actions.catch_up() == 0
