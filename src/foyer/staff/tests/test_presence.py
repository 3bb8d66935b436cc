"""Who is at their desk, and going away by itself when the browser is gone."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.models import LiveEvent, OutboxFact
from foyer.staff import actions, queries
from foyer.staff.errors import UnknownState
from foyer.staff.models import Presence, PresenceChange
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import SkillFactory, UserFactory

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def arrive(user, state="available"):
    return actions.set_presence(user, state, by=Actor.staff(user))


def test_a_silent_browser_makes_an_agent_away_after_a_minute(cast):
    with clock.at(NOON):
        arrive(cast.agent)
        clock.advance(seconds=59)
        assert actions.sweep_away() == 0
        clock.advance(seconds=2)
        assert actions.sweep_away() == 1

    assert Presence.objects.get(user=cast.agent).state == "away"
    last = PresenceChange.objects.filter(user=cast.agent).first()
    assert (last.before, last.state, last.by) == ("available", "away", str(SYSTEM))


def test_a_heartbeat_keeps_an_agent_at_the_desk(cast):
    with clock.at(NOON):
        arrive(cast.agent)
        for _beat in range(6):
            clock.advance(seconds=30)
            actions.touch_presence(cast.agent)
            assert actions.sweep_away() == 0


def test_a_heartbeat_brings_nobody_back(cast):
    with clock.at(NOON):
        arrive(cast.agent, "away")
        clock.advance(seconds=30)
        actions.touch_presence(cast.agent)

    assert Presence.objects.get(user=cast.agent).state == "away"


def test_heartbeats_are_written_at_most_every_ten_seconds(cast):
    with clock.at(NOON):
        arrive(cast.agent)
        clock.advance(seconds=5)
        actions.touch_presence(cast.agent)
        assert Presence.objects.get(user=cast.agent).last_seen_at == NOON
        clock.advance(seconds=6)
        actions.touch_presence(cast.agent)
        assert Presence.objects.get(user=cast.agent).last_seen_at == NOON + timedelta(seconds=11)


def test_a_first_heartbeat_makes_the_row(cast):
    actions.touch_presence(cast.agent)

    assert Presence.objects.get(user=cast.agent).last_seen_at is not None


def test_an_open_stream_keeps_its_agents_at_the_desk_in_three_queries(cast, django_assert_num_queries):
    from foyer.base.live import Principal
    from foyer.base.live.topics import tell_attending

    present = {Principal(Actor.staff(user), "key") for user in (cast.agent, cast.colleague)}
    with clock.at(NOON):
        arrive(cast.agent)
        clock.advance(seconds=30)
        with django_assert_num_queries(3):
            tell_attending({*present, Principal(Actor("visitor", cast.agent.pk))})

    assert set(Presence.objects.values_list("user", "last_seen_at")) == {
        (user.pk, NOON + timedelta(seconds=30)) for user in (cast.agent, cast.colleague)
    }


def test_saying_it_twice_changes_and_publishes_once(cast):
    arrive(cast.agent)
    arrive(cast.agent)

    assert PresenceChange.objects.filter(user=cast.agent).count() == 1
    assert OutboxFact.objects.filter(name="staff.PresenceChanged").count() == 1


def test_an_unknown_state_is_refused(cast):
    with pytest.raises(UnknownState):
        arrive(cast.agent, "asleep")


@pytest.mark.django_db(transaction=True)
def test_the_user_and_every_wall_above_are_told():
    cast = bring_on()

    arrive(cast.agent)

    topics = set(LiveEvent.objects.filter(kind="presence").values_list("topic", flat=True))
    walls = {f"wall:{unit.pk}" for unit in (cast.outlet, cast.branch, cast.head_office)}
    assert topics == {f"staff:{cast.agent.pk}"} | walls


def test_ready_agents_are_available_present_and_below_the_unit(cast):
    with clock.at(NOON):
        arrive(cast.agent)
        arrive(cast.colleague, "break")
        arrive(cast.stranger)

        assert list(queries.agents_ready([cast.branch.pk])) == [cast.agent]
        clock.advance(seconds=61)
        assert not queries.agents_ready([cast.branch.pk]).exists()


def test_ready_agents_speak_the_language_and_know_the_subject(cast):
    loans = SkillFactory(code="loans")
    linguist = UserFactory(role="agent", unit=cast.outlet, languages=["zh", "en"])
    cast.agent.languages = ["zh"]
    cast.agent.save()
    actions.give_skill(linguist, loans, 4, by=SYSTEM)
    for user in (cast.agent, linguist):
        arrive(user)

    def ready(**wanted):
        return set(queries.agents_ready([cast.branch.pk], **wanted))

    assert ready() == {cast.agent, linguist}
    assert ready(languages=["en"]) == ready(skills=["loans"]) == ready(skills=["loans"], level=4) == {linguist}
    assert ready(skills=["loans"], level=5) == set()


def test_one_who_may_not_serve_is_never_ready(cast):
    analyst = UserFactory(role="analyst", unit=cast.outlet)
    chief = UserFactory(unit=cast.outlet, is_superuser=True)
    arrive(analyst)
    arrive(chief)

    assert not queries.agents_ready([cast.branch.pk]).exists()


def test_ready_agents_cost_one_query(cast, django_assert_num_queries):
    arrive(cast.agent)
    arrive(cast.colleague)

    with django_assert_num_queries(2):  # the units' paths, then the agents with unit and presence
        assert [user.presence.state + user.unit.code for user in queries.agents_ready([cast.branch.pk])]


def test_live_topics_are_for_the_owner_and_for_leaders_above(cast):
    from foyer.base.live import Principal, may_read

    def reads(user, topic):
        return may_read(Principal(Actor.staff(user)), topic)

    assert reads(cast.agent, f"staff:{cast.agent.pk}")
    assert not reads(cast.supervisor, f"staff:{cast.agent.pk}")
    assert reads(cast.supervisor, f"wall:{cast.outlet.pk}")
    assert not reads(cast.agent, f"wall:{cast.outlet.pk}")
    assert not reads(cast.stranger, f"wall:{cast.outlet.pk}")
    assert not reads(cast.supervisor, "wall:nonsense")
    assert not may_read(Principal(Actor.customer(SimpleNamespace(pk=cast.agent.pk))), f"staff:{cast.agent.pk}")


def test_who_was_let_go_follows_nothing(cast):
    from foyer.base.live import Principal, may_read

    actions.deactivate(cast.supervisor, by=Actor.staff(cast.administrator))

    assert not may_read(Principal(Actor.staff(cast.supervisor)), f"wall:{cast.outlet.pk}")
