"""The copy that a process keeps: never behind the database, cheap to ask, the same through the database's index."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test import override_settings

from foyer.base.actors import SYSTEM
from foyer.base.meaning import encode
from foyer.base.text import Bilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import Article, ArticleVersion, Phrasing, Stamp
from foyer.knowledge.shelf import Shelf, Volume, current, forget, keeping, meanings
from foyer.knowledge.shelf.meanings import INDEX, Wanted, build_index, nearest
from foyer.knowledge.shelf.outlines import WIDER, directions_of, largest
from foyer.knowledge.shelf.synonyms import Synonyms
from foyer.knowledge.shelf.volumes import Sentences
from foyer.knowledge.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def through_the_index(settings):
    settings.FOYER_SEARCH_EXACT_UP_TO = 0
    forget()
    yield
    forget()


def test_nothing_is_read_again_while_nothing_changes(django_assert_num_queries):
    factories.shelf()
    shelf = current()

    with django_assert_num_queries(1):
        assert current() is shelf


def test_what_is_quoted_is_read_once_until_something_changes(django_assert_num_queries):
    factories.shelf()
    first = queries.spoken("card-lost")

    with django_assert_num_queries(1):
        assert queries.spoken("card-lost", 1, "en").title == "Lost or stolen card"
    with queries.still(), django_assert_num_queries(1):
        assert queries.spoken("card-lost") == first
        assert queries.spoken("card-lost", 1, "zh") == first

    actions.retire(Article.objects.get(code="card-lost"), reason="merged", by=SYSTEM)
    with pytest.raises(NoSuchArticle):
        queries.spoken("card-lost")
    assert queries.spoken("card-lost", 1).title == first.title


@pytest.mark.parametrize(
    "change",
    [
        lambda: Article.objects.filter(code="card-lost").update(category="fees"),
        lambda: ArticleVersion.objects.filter(article__code="card-lost").update(audience="staff"),
        lambda: Phrasing.objects.filter(text="我的卡丢了").delete(),
        lambda: actions.name_alike(["卡", "card"], by=SYSTEM),
        lambda: actions.retire(Article.objects.get(code="card-lost"), reason="merged", by=SYSTEM),
    ],
)
def test_any_change_of_what_may_be_found_changes_the_stamp(change):
    factories.shelf()
    before = Stamp.objects.get().value

    change()

    assert Stamp.objects.get().value != before


def test_a_draft_leaves_the_shelf_as_it_is():
    factories.shelf()
    shelf = current()

    factories.draft("card-new")

    assert current() is shelf


def test_only_a_new_version_is_read(django_assert_max_num_queries):
    factories.shelf()
    current()
    factories.published("card-pin", {**factories.LOST, "title": factories.LIMIT["title"]})

    with django_assert_max_num_queries(5):
        assert len(current().volumes) == 4


def test_the_database_finds_what_comparing_all_finds(through_the_index):
    build_index()
    factories.shelf()
    by_index = queries.search("卡掉了咋办呀", limit=3)
    indexed = current().is_exact

    with override_settings(FOYER_SEARCH_EXACT_UP_TO=50_000):
        forget()
        compared = queries.search("卡掉了咋办呀", limit=3)

    assert not indexed and [hit.article_code for hit in by_index] == [hit.article_code for hit in compared]
    assert by_index[0].score == pytest.approx(compared[0].score, abs=1e-3)


def test_passages_are_found_through_the_index_too(through_the_index):
    factories.shelf()

    assert queries.passages("一天能转多少钱")[0].text.startswith("手机银行每日转账限额")


def test_the_index_is_made_once_and_the_planner_can_use_it():
    assert build_index() and not build_index()

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
        assert "hnsw" in cursor.fetchone()[0]


def test_of_many_sentences_those_close_in_outline_are_compared_whole(monkeypatch):
    texts = [f"{ask}{thing}" for ask in ("怎么办理", "我想取消", "多久能收到", "哪里可以查") for thing in THINGS]
    whole = shelf_of(texts)
    outlined = replace(whole, outlined_by=directions_of(whole.vectors))
    looked_at = []
    monkeypatch.setattr(meanings, "largest", lambda values, count: looked_at.append(count) or largest(values, count))

    for asked in ("信用卡丢了", "I want my statement", "贷款什么时候下来"):
        wanted = Wanted(np.array(encode([asked])[0], dtype=np.float32), np.ones(1, bool), np.zeros(1), 12)
        found = [(near.text, near.likeness) for near in nearest(outlined, wanted)]

        assert looked_at.pop(0) == 12 * WIDER < len(texts) and looked_at.pop(0) == 12
        assert [text for text, _likeness in found] == [near.text for near in nearest(whole, wanted)]
        assert [like for _text, like in found] == pytest.approx([near.likeness for near in nearest(whole, wanted)])
        looked_at.clear()


def test_a_shelf_is_outlined_once_it_is_large_and_no_meaning_is_kept_twice(monkeypatch):
    factories.shelf()
    assert current().outlines is None

    monkeypatch.setattr(keeping, "FEW", 3)
    forget()
    shelf = current()

    assert shelf.outlines.shape == (len(shelf.texts), 128)
    assert all(each.vectors.base is shelf.vectors for each in shelf.sentences)
    assert queries.search("我的卡丢了", limit=1)[0].article_code == "card-lost"


THINGS = (
    "信用卡",
    "对账单",
    "贷款",
    "转账",
    "密码",
    "存折",
    "网银",
    "理财",
    "外汇",
    "保险",
    "工资卡",
    "手机号",
    "地址",
)


def shelf_of(texts):
    """One version that says all of them."""
    vectors = np.array(encode(texts), dtype=np.float32)
    blank = [("",) * len(texts)] * 2
    sentences = Sentences(
        tuple(map(str, range(len(texts)))), ("zh",) * len(texts), blank[0], tuple(texts), blank[1], vectors
    )
    volume = Volume(
        "", "all", 1, Bilingual(zh="全部", en="All"), "cards", "", frozenset(), "public", date(2026, 1, 1), None,
        frozenset({"zh"}), None, 0.0,
    )  # fmt: skip
    return Shelf((volume,), (sentences,), Synonyms(), ((),), True)
