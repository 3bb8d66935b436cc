"""An article's life: dates that warn and end it, the emergency brake, languages that lag, texts for channels."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission

from foyer.base import clock, clocks
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.errors import (
    Incomplete,
    NoSuchArticle,
    NoSuchPerson,
    NoSuchRole,
    NotADraft,
    NotSpeaking,
    NotWithdrawn,
    ReasonMissing,
)
from foyer.knowledge.models import Article, ArticleVersion, OwnerWarning
from foyer.knowledge.queries import register, versions
from foyer.knowledge.tests import factories
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def person(*codenames):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def editor():
    return person("change_article", "approve_article")


@pytest.fixture
def checker():
    return person("approve_article")


def test_owners_are_warned_before_an_article_expires_and_then_it_is_silent(editor):
    with clock.at(NOON):
        article = factories.published(valid_to=date(2026, 12, 31))
        article.owners.add(editor)

    told = []
    for days in (5, 8, 31, 38):
        with clock.at(NOON + timedelta(days=days)):
            clocks.run_due(clock.now())
            told.append(list(OwnerWarning.objects.values_list("kind", "days_left")))
            last = queries.search("我的卡丢了")

    assert told[0] == []
    assert told[1] == [("expiry", 29)] and told[2] == [("expiry", 6)]
    assert last == []
    article.refresh_from_db()
    assert article.status == "expired"
    assert AuditEntry.objects.filter(act="knowledge.expired").count() == 1
    assert [warning.article_id for warning in register.warnings_for(editor.pk)] == [article.pk]


def test_a_next_version_stops_the_warning_and_the_expiry():
    with clock.at(NOON):
        article = factories.published(valid_to=date(2026, 11, 30))
        clocks.run_due(clock.now())
        assert OwnerWarning.objects.get().settled_at is None
        go_live(actions.edit(article, content=factories.content(factories.LIMIT), by=SYSTEM))
        assert OwnerWarning.objects.get().settled_at is not None

    with clock.at(NOON + timedelta(days=60)):
        clocks.run_due(clock.now())
        actions.expire_late()
        assert Article.objects.get().status == "published"


def test_what_no_clock_told_of_expires_with_the_sweep_and_is_brought_back_by_writing_anew():
    with clock.at(NOON):
        article = factories.published()
        ArticleVersion.objects.update(valid_to=date(2026, 11, 1))
        assert actions.expire_late() == 1
        assert actions.expire_late() == 0

        version = actions.edit(Article.objects.get(), content=factories.content(), by=SYSTEM)
        assert (version.number, version.status) == (2, "draft")
        go_live(version)
        assert queries.article("card-lost").version == 2
        assert Article.objects.get(pk=article.pk).status == "published"


def test_a_review_date_warns_and_moving_it_settles_the_warning(editor):
    with clock.at(NOON):
        article = factories.published()
        actions.care_for(article, owners=[editor.pk], review_on=date(2026, 12, 1), must_read_roles=[], by=SYSTEM)
        clocks.run_due(clock.now())
        assert OwnerWarning.objects.get().kind == "review"

        actions.care_for(article, owners=[editor.pk], review_on=date(2027, 12, 1), must_read_roles=[], by=SYSTEM)
        assert OwnerWarning.objects.get().settled_at is not None
        assert register.counts()["due"] == 0


def test_only_writers_can_own_and_only_roles_there_are_must_read(editor, checker):
    article = factories.published()

    with pytest.raises(NoSuchPerson):
        actions.care_for(article, owners=[checker.pk], review_on=None, must_read_roles=[], by=SYSTEM)
    with pytest.raises(NoSuchRole):
        actions.care_for(article, owners=[editor.pk], review_on=None, must_read_roles=["emperor"], by=SYSTEM)


def test_a_withdrawn_article_is_silent_at_once_and_its_old_pages_are_gone_for_customers(editor, checker):
    article = factories.published()
    actions.withdraw(article, reason="the fee is wrong", by=Actor.staff(editor))
    again = actions.withdraw(article, reason="the fee is wrong", by=Actor.staff(editor))

    assert again.status == "withdrawn"
    assert AuditEntry.objects.filter(act="knowledge.withdrawn").count() == 1
    assert queries.search("我的卡丢了") == [] and queries.published() == []
    for version in (None, 1):
        with pytest.raises(NoSuchArticle):
            queries.article("card-lost", version)
    assert queries.article("card-lost", 1, audience="staff").status == "withdrawn"

    request = actions.propose_restoring(article, by=Actor.staff(editor), reason="checked")
    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(editor))
    approvals.approve(request, by=Actor.staff(checker))
    assert queries.search("我的卡丢了")[0].article_code == "card-lost"


def test_withdrawing_needs_a_reason_and_something_that_speaks(editor):
    draft = factories.draft("card-new")
    with pytest.raises(NotSpeaking):
        actions.withdraw(draft.article, reason="no", by=Actor.staff(editor))
    article = factories.published("card-old", factories.LIMIT)
    with pytest.raises(ReasonMissing):
        actions.withdraw(article, reason=" ", by=Actor.staff(editor))
    with pytest.raises(NotWithdrawn):
        actions.propose_restoring(article, by=Actor.staff(editor))


def test_who_wrote_the_words_cannot_approve_them_even_if_another_handed_them_in(editor, checker):
    version = actions.draft(code="card-lost", category="cards", content=factories.content(), by=Actor.staff(editor))
    other = person("change_article")
    request = actions.submit(version, by=Actor.staff(other))

    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(editor))
    approvals.approve(request, by=Actor.staff(checker))
    version.refresh_from_db()
    assert version.status == "published"


def test_an_attachment_added_after_handing_in_outdates_the_request(editor, checker):
    from foyer.knowledge.models import ArticleFile
    from foyer.staff.errors import DataHasMoved

    version = factories.draft()
    request = actions.submit(version, by=Actor.staff(editor))
    file = ArticleFile.objects.create(article=version.article, name="a.pdf", type="application/pdf", size=1, sha256="x")
    version.files.add(file)

    with pytest.raises(DataHasMoved):
        approvals.approve(request, by=Actor.staff(checker))


def test_the_draft_goes_back_to_its_writer_at_once_and_can_be_taken_back(editor, checker):
    version = factories.draft()
    actions.submit(version, by=Actor.staff(editor))
    actions.decline(version, by=Actor.staff(checker), comment="figures")
    version.refresh_from_db()
    assert version.status == "draft"

    actions.submit(version, by=Actor.staff(editor))
    actions.take_back(version, by=Actor.staff(editor))
    version.refresh_from_db()
    assert (version.status, version.article.status) == ("draft", "draft")


def test_the_version_in_which_each_language_was_last_in_step_is_kept():
    article = factories.published()
    changed = factories.content(steps={"zh": ["马上挂失"], "en": factories.LOST["steps"]["en"]})
    second = actions.edit(article, content=changed, by=SYSTEM)
    assert (second.stale_language, second.in_step) == ("en", {"zh": 2, "en": 1})
    go_live(second)

    again = factories.content(steps={"zh": ["马上挂失！"], "en": factories.LOST["steps"]["en"]})
    third = actions.edit(article, content=again, by=SYSTEM)
    lag = versions.lag_of(third)
    assert (lag.language, lag.since, lag.behind) == ("en", 1, 2)
    assert register.counts()["lagging"] == 1

    actions.confirm_translation(third, by=SYSTEM)
    third.refresh_from_db()
    assert third.in_step == {"zh": 3, "en": 3} and versions.lag_of(third) is None


def test_a_channel_speaks_its_own_shorter_text_where_there_is_one():
    go_live(factories.draft(variants={"wechat": {"zh": "马上挂失：菜单—挂失", "en": ""}}))

    assert queries.article("card-lost", channel="wechat").answer == "马上挂失：菜单—挂失"
    assert queries.article("card-lost", channel="phone").answer.startswith("请马上挂失您的卡")
    assert queries.article("card-lost", lang="en", channel="wechat").answer.startswith("Block your card")


def test_a_change_of_a_channel_text_or_of_the_audience_is_a_new_version():
    article = factories.published()

    with_text = factories.content(variants={"kiosk": {"zh": "请挂失", "en": "Block it"}})
    version = actions.edit(article, content=with_text, by=SYSTEM)
    assert version.number == 2
    assert actions.edit(article, content=factories.content(audience="staff"), by=SYSTEM).audience == "staff"


def test_an_unfinished_draft_is_kept_but_not_submitted(editor):
    half = factories.content(answer=Bilingual("请挂失。", ""), questions={"zh": ["卡丢了"], "en": []}, steps={})
    version = actions.draft(code="half", category="cards", content=half, by=Actor.staff(editor), unfinished=True)

    assert list(version.article.owners.all()) == [editor]
    with pytest.raises(Incomplete):
        actions.submit(version, by=Actor.staff(editor))
    with pytest.raises(Incomplete):
        actions.draft(code="none", category="cards", content=factories.content(title=Bilingual()), by=SYSTEM,
                      unfinished=True)  # fmt: skip


def test_a_discarded_draft_leaves_what_was_published_and_takes_what_never_was():
    article = factories.published()
    actions.discard(actions.open_draft(article, by=SYSTEM), by=SYSTEM)
    assert list(article.versions.values_list("number", "status")) == [(1, "published")]
    with pytest.raises(NotADraft):
        actions.discard(article.versions.get(), by=SYSTEM)

    actions.discard(factories.draft("card-new", factories.LIMIT), by=SYSTEM)
    assert not Article.objects.filter(code="card-new").exists()


def test_what_an_article_is_about_is_changed_by_two_people_once_it_speaks(editor, checker):
    draft = factories.draft("card-new", factories.LIMIT)
    assert actions.describe(draft.article, category="fees", products=["debit-card"], topic="", by=SYSTEM) is None
    draft.article.refresh_from_db()
    assert draft.article.category == "fees"

    article = factories.published()
    about = {"category": "cards", "products": ["credit-card"], "topic": "fraud"}
    request = actions.describe(article, by=Actor.staff(editor), **about)
    article.refresh_from_db()
    assert article.topic == ""
    approvals.approve(request, by=Actor.staff(checker))
    article.refresh_from_db()
    assert (article.topic, article.products) == ("fraud", ["credit-card"])
    with pytest.raises(Incomplete):
        actions.describe(article, category="moon", products=["A B"], topic="", by=SYSTEM)


def go_live(version):
    from foyer.knowledge.actions.publishing import go_live as publish

    publish(version, by=SYSTEM)
    actions.relearn()
