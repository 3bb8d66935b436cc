"""What colleagues say of articles: kept once each, with a note for the owners, until one of them settles it."""

import pytest

from foyer.base.actors import Actor
from foyer.knowledge import actions
from foyer.knowledge.errors import NoSuchArticle, NoSuchRemark, NoteMissing
from foyer.knowledge.models import Article, Remark
from foyer.knowledge.queries import remarks as said
from foyer.knowledge.tests import factories
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    factories.shelf()
    return UserFactory(role="agent")


def test_a_doubt_waits_for_the_owner_of_the_article(agent):
    owner = UserFactory(role="knowledge_editor")
    Article.objects.get(code="card-lost").owners.add(owner)

    actions.remark("card-lost", 1, kind="outdated", note="补卡费已经变了", by=Actor.staff(agent))

    assert said.open_remarks(owner.pk) == 1 and said.open_remarks(agent.pk) == 0


def test_a_doubt_without_a_note_is_refused(agent):
    for kind, note in (("wrong", ""), ("outdated", "  "), ("nonsense", "x")):
        with pytest.raises(NoteMissing):
            actions.remark("card-lost", 1, kind=kind, note=note, by=Actor.staff(agent))


def test_a_later_word_replaces_the_first(agent):
    actions.remark("card-lost", 1, kind="wrong", note="数字不对", by=Actor.staff(agent))
    actions.remark("card-lost", 1, kind="helpful", by=Actor.staff(agent))

    assert Remark.objects.get().kind == "helpful" and said.open_remarks() == 0


def test_people_are_taken_out_of_a_note(agent):
    row = actions.remark("card-lost", 1, kind="wrong", note="客户13800138000说不对", by=Actor.staff(agent))

    assert "13800138000" not in row.note


def test_settling_says_what_became_of_it_and_is_done_once(agent):
    row = actions.remark("card-lost", 1, kind="wrong", note="数字不对", by=Actor.staff(agent))

    settled = actions.settle_remark(row.pk, outcome="已改正", by=Actor.staff(agent))
    again = actions.settle_remark(row.pk, outcome="别的", by=Actor.staff(agent))

    assert settled.outcome == again.outcome == "已改正" and said.open_remarks() == 0
    with pytest.raises(NoSuchRemark):
        actions.settle_remark(agent.pk, outcome="x", by=Actor.staff(agent))


def test_only_what_was_published_can_be_remarked_on(agent):
    factories.draft("card-new")

    for code, version in (("card-new", 1), ("card-lost", 9), ("nothing", 1)):
        with pytest.raises(NoSuchArticle):
            actions.remark(code, version, kind="helpful", by=Actor.staff(agent))
