"""Who has read it: colleagues confirm, customers are counted, and a clock knows who is late."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock, clocks
from foyer.base.actors import SYSTEM, Actor
from foyer.knowledge import actions
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import OwnerWarning, ReadCount, Reading
from foyer.knowledge.queries import readers
from foyer.knowledge.tests import factories
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def agents():
    unit = UnitFactory()
    return [UserFactory(role="agent", unit=unit) for _number in range(2)]


def must_read(article):
    return actions.care_for(article, owners=[], review_on=None, must_read_roles=["agent"], by=SYSTEM)


def test_whoever_must_read_is_asked_until_they_confirm(agents):
    article = must_read(factories.published())
    first, second = agents
    assert [each.version.article.code for each in readers.to_read(first)] == ["card-lost"]

    actions.confirm_reading("card-lost", 1, by=Actor.staff(first))
    actions.confirm_reading("card-lost", 1, by=Actor.staff(first))

    assert readers.to_read(first) == [] and len(readers.to_read(second)) == 1
    read = readers.readers(article.current_version)
    assert ([row.reader for row in read.confirmed], read.missing) == ([first], [second])
    assert Reading.objects.filter(confirmed_at__isnull=False).count() == 1


def test_the_owners_hear_of_late_readers_and_the_last_confirmation_settles_it(agents):
    with clock.at(NOON):
        must_read(factories.published())
    with clock.at(NOON + timedelta(days=6)):
        clocks.run_due(clock.now())
        warning = OwnerWarning.objects.get()
        assert warning.kind == "reading" and warning.settled_at is None
        for agent in agents:
            actions.confirm_reading("card-lost", 1, by=Actor.staff(agent))

    warning.refresh_from_db()
    assert warning.settled_at is not None


def test_a_new_version_is_asked_anew(agents):
    article = must_read(factories.published())
    actions.confirm_reading("card-lost", 1, by=Actor.staff(agents[0]))
    version = actions.edit(article, content=factories.content(factories.LIMIT), by=SYSTEM)
    from foyer.knowledge.actions.publishing import go_live

    go_live(version, by=SYSTEM)

    assert [each.version.number for each in readers.to_read(agents[0])] == [2]


def test_opening_counts_readers_and_names_colleagues_only(agents):
    factories.published()
    for by, door in ((Actor.staff(agents[0]), "desk"), (None, "portal"), (Actor("visitor", agents[0].pk), "portal")):
        actions.opened("card-lost", 1, by=by, door=door)

    assert dict(ReadCount.objects.values_list("door", "count")) == {"desk": 1, "portal": 2}
    assert [reading.reader for reading in Reading.objects.all()] == [agents[0]]


def test_nothing_that_was_never_published_can_be_confirmed(agents):
    factories.draft()
    with pytest.raises(NoSuchArticle):
        actions.confirm_reading("card-lost", 1, by=Actor.staff(agents[0]))
