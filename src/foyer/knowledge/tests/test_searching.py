"""A question finds its article, in either language, on the days the article is valid."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.knowledge import actions, queries
from foyer.knowledge.tests import factories

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf():
    with clock.at(NOON):
        factories.shelf()
        yield


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("卡掉了咋办呀", "card-lost"),
        ("每天可以转出多少钱？", "transfer-limit"),
        ("周六银行开不开门", "branch-hours"),
        ("help my debit card has disappeared", "card-lost"),
        ("what's the most money I can send in one day?", "transfer-limit"),
        ("opening times please", "branch-hours"),
    ],
)
def test_a_question_in_other_words_finds_its_article(text, code):
    assert queries.search(text)[0].article_code == code


def test_titles_come_in_the_language_of_the_question_or_the_one_asked_for():
    assert queries.search("my card is gone")[0].title == "Lost or stolen card"
    assert queries.search("my card is gone", "zh")[0].title == "银行卡丢失怎么办"


def test_a_question_is_found_by_phrasings_of_the_other_language():
    words = {
        **factories.HOURS,
        "questions": {"zh": [f"完全无关的句子{n}" for n in range(5)], "en": factories.HOURS["questions"]["en"]},
    }
    version = actions.edit(queries_article("branch-hours"), content=factories.content(words), by=SYSTEM)
    publish(version)

    hit = queries.search("周末开门吗", "zh")[0]

    assert (hit.article_code, hit.lang, hit.title) == ("branch-hours", "en", "网点营业时间")


def test_rare_words_of_the_answer_count():
    assert queries.search("五十万")[0].article_code == "transfer-limit"


def test_a_hit_says_why_it_was_found():
    hit = queries.search("I lost my card")[0]

    assert hit.nearest == pytest.approx(1, abs=1e-4)
    assert hit.phrasing == "I lost my card"
    assert 0 < hit.words <= 1
    assert hit.score > queries.search("I lost my card")[1].score


def test_an_expired_version_is_not_found_and_a_coming_one_not_yet():
    version = actions.edit(
        queries_article("card-lost"),
        content=factories.content(
            answer=factories.LIMIT["answer"], valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 31)
        ),
        by=SYSTEM,
    )
    publish(version)

    assert queries.search("我的卡丢了")[0].version == 1
    assert queries.search("我的卡丢了", at=NOON + timedelta(days=7))[0].version == 2
    assert "card-lost" not in codes(queries.search("我的卡丢了", at=NOON + timedelta(days=60)))


def test_the_bank_day_begins_at_midnight_in_the_banks_time_zone():
    version = actions.edit(
        queries_article("card-lost"), content=factories.content(valid_from=date(2026, 12, 1)), by=SYSTEM
    )
    publish(version)
    shanghai_midnight = datetime(2026, 11, 30, 16, tzinfo=UTC)

    assert queries.search("我的卡丢了", at=shanghai_midnight - timedelta(seconds=1))[0].version == 1
    assert queries.search("我的卡丢了", at=shanghai_midnight)[0].version == 2


def test_drafts_and_retired_articles_are_not_found():
    factories.draft("card-pin", {**factories.LOST, "title": factories.LIMIT["title"]})
    actions.retire(queries_article("card-lost"), reason="merged", by=SYSTEM)

    assert set(codes(queries.search("我的卡丢了"))) <= {"transfer-limit", "branch-hours"}


@pytest.mark.parametrize(
    "text", ["", "   ", "😀", "'; DROP TABLE x; --", "a & | ! ( b :*", "字" * 5000, "\x00".strip("\x00") or "…"]
)
def test_odd_text_is_searched_without_error(text):
    assert isinstance(queries.search(text), list)


def test_one_search_is_one_query(django_assert_num_queries):
    queries.search("我的卡丢了", "zh")

    with django_assert_num_queries(1):
        queries.search("我的卡丢了", "zh")


def queries_article(code):
    from foyer.knowledge.models import Article

    return Article.objects.get(code=code)


def publish(version):
    from foyer.knowledge.actions.publishing import go_live

    go_live(version, by=SYSTEM)
    actions.relearn()


def codes(hits):
    return [hit.article_code for hit in hits]
