"""The copy that a process keeps: never behind the database, cheap to ask, the same through the database's index."""

import pytest
from django.db import connection
from django.test import override_settings

from foyer.base.actors import SYSTEM
from foyer.knowledge import actions, queries
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import Article, ArticleVersion, Phrasing, Stamp
from foyer.knowledge.shelf import current, forget
from foyer.knowledge.shelf.meanings import INDEX, build_index
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
