"""An article speaks for the bank only after a second person agreed."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import deliver_all
from foyer.knowledge import actions, queries
from foyer.knowledge.errors import ArticleExists, Incomplete, InReview, NoSuchArticle, NotADraft
from foyer.knowledge.models import Article, ArticleVersion
from foyer.knowledge.tests import factories
from foyer.staff import approvals
from foyer.staff.errors import MayNotApprove, OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("knowledge.change_article", "knowledge.approve_article")


@pytest.fixture
def checker():
    return person("knowledge.approve_article")


def test_a_second_person_publishes_and_the_article_is_found(editor, checker):
    version = factories.draft()
    request = actions.submit(version, by=Actor.staff(editor))
    assert queries.search("我的卡丢了") == []

    approvals.approve(request, by=Actor.staff(checker))

    version.refresh_from_db()
    assert (version.status, version.approved_by) == ("published", str(Actor.staff(checker)))
    assert queries.search("我的卡丢了")[0].article_code == "card-lost"


def test_nobody_publishes_their_own_writing(editor):
    request = actions.submit(factories.draft(), by=Actor.staff(editor))

    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(editor))


def test_approving_needs_the_permission(editor):
    request = actions.submit(factories.draft(), by=Actor.staff(editor))

    with pytest.raises(MayNotApprove):
        approvals.approve(request, by=Actor.staff(person()))


def test_what_is_rejected_becomes_a_draft_again(editor, checker):
    version = factories.draft()
    request = actions.submit(version, by=Actor.staff(editor))

    approvals.reject(request, by=Actor.staff(checker), comment="figures are wrong")
    deliver_all()

    version.refresh_from_db()
    assert (version.status, version.article.status) == ("draft", "draft")


def test_the_published_version_speaks_while_the_next_is_written_and_reviewed(editor):
    article = factories.published()
    version = actions.edit(article, content=factories.content(title=factories.LIMIT["title"]), by=Actor.staff(editor))
    actions.submit(version, by=Actor.staff(editor))

    assert queries.article("card-lost", lang="en").title == "Lost or stolen card"
    assert Article.objects.get().status == "published"


def test_what_waits_for_approval_cannot_be_changed_or_submitted_again(editor):
    version = factories.draft()
    actions.submit(version, by=Actor.staff(editor))

    with pytest.raises(InReview):
        actions.edit(version.article, content=factories.content(title=factories.LIMIT["title"]), by=Actor.staff(editor))
    with pytest.raises(NotADraft):
        actions.submit(version, by=Actor.staff(editor))


def test_editing_a_draft_makes_no_new_version_and_editing_nothing_changes_nothing():
    version = factories.draft()

    same = actions.edit(version.article, content=factories.content(), by=SYSTEM)
    other = actions.edit(version.article, content=factories.content(title=factories.LIMIT["title"]), by=SYSTEM)

    assert same.pk == other.pk == version.pk
    assert ArticleVersion.objects.count() == 1


def test_two_versions_never_speak_on_the_same_day():
    article = factories.published()
    later = factories.content(title=factories.LIMIT["title"], valid_from=date(2026, 6, 1))
    go_live(actions.edit(article, content=later, by=SYSTEM))
    again = factories.content(title=factories.HOURS["title"], valid_from=date(2026, 6, 1))
    go_live(actions.edit(article, content=again, by=SYSTEM))

    rows = ArticleVersion.objects.order_by("number").values_list("number", "status", "valid_from", "valid_to")
    assert list(rows) == [
        (1, "published", date(2026, 1, 1), date(2026, 5, 31)),
        (2, "superseded", date(2026, 6, 1), None),
        (3, "published", date(2026, 6, 1), None),
    ]


def test_a_citation_stays_readable_after_a_new_version_and_after_retiring():
    article = factories.published()
    with clock.at(datetime(2026, 7, 1, tzinfo=UTC)):
        go_live(
            actions.edit(
                article,
                content=factories.content(title=factories.LIMIT["title"], valid_from=date(2026, 6, 1)),
                by=SYSTEM,
            )
        )
        old = queries.article("card-lost", 1, "en")
        assert (old.title, old.is_current, old.current_version) == ("Lost or stolen card", False, 2)

        actions.retire(Article.objects.get(), reason="merged", by=SYSTEM)
        assert queries.article("card-lost", 1, "en").is_current is False
        with pytest.raises(NoSuchArticle):
            queries.article("card-lost")


def test_a_draft_cannot_be_read_as_an_article():
    factories.draft()

    with pytest.raises(NoSuchArticle):
        queries.article("card-lost", 1)


def test_a_code_is_used_once_and_an_article_is_complete():
    factories.draft()

    with pytest.raises(ArticleExists):
        factories.draft()
    with pytest.raises(Incomplete) as refused:
        factories.draft("other", questions={"zh": ["一句"], "en": []})
    assert len(refused.value.details["problems"]) == 2


def test_the_language_left_behind_is_told_until_it_is_changed_or_confirmed():
    version = factories.draft()
    chinese = {**factories.LOST["steps"], "zh": ["马上挂失"]}

    version = actions.edit(version.article, content=factories.content(steps=chinese), by=SYSTEM)
    assert version.stale_language == "en"
    both = {"zh": ["马上挂失"], "en": ["Block it now"]}
    version = actions.edit(version.article, content=factories.content(steps=both), by=SYSTEM)
    assert version.stale_language == ""

    english = {"zh": ["马上挂失"], "en": ["Block it at once"]}
    version = actions.edit(version.article, content=factories.content(steps=english), by=SYSTEM)
    assert version.stale_language == "zh"
    assert actions.confirm_translation(version, by=SYSTEM).stale_language == ""


def test_a_reader_rates_a_version_once_and_may_change_their_mind():
    factories.published()
    reader = Actor("visitor", factories.Article.objects.get().pk)

    actions.rate("card-lost", 1, is_helpful=True, by=reader)
    actions.rate("card-lost", 1, is_helpful=False, by=reader, comment="too long")

    page = queries.article("card-lost")
    assert (page.rated_count, page.helpful_count) == (1, 0)
    with pytest.raises(NoSuchArticle):
        actions.rate("card-lost", 9, is_helpful=True, by=reader)


def go_live(version):
    from foyer.knowledge.actions.publishing import go_live as publish

    publish(version, by=SYSTEM)


def person(*permissions):
    user = UserFactory()
    codenames = [permission.split(".")[1] for permission in permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user
