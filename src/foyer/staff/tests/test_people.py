"""Skills, working hours, and coming and going."""

from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, transaction

from foyer.base.actors import SYSTEM
from foyer.base.models import OutboxFact
from foyer.staff import actions, queries
from foyer.staff.actions.people import Block
from foyer.staff.errors import HoursOverlap
from foyer.staff.models import User, UserSkill
from foyer.staff.tests.factories import SkillFactory, UserFactory

MONDAY_10 = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
MONDAY_1230 = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def test_a_skill_said_again_is_corrected(cast):
    skill = SkillFactory()
    actions.give_skill(cast.agent, skill, 2, by=SYSTEM)
    actions.give_skill(cast.agent, skill, 5, by=SYSTEM)

    assert [row.level for row in UserSkill.objects.filter(user=cast.agent)] == [5]


def test_a_skill_level_is_one_to_five_also_for_the_database(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.give_skill(cast.agent, SkillFactory(), 6, by=SYSTEM)


def test_a_day_may_have_several_blocks_with_lunch_between(cast):
    morning, afternoon = Block(0, time(9), time(12)), Block(0, time(13, 30), time(18))
    actions.set_working_hours(cast.agent, [afternoon, morning], by=SYSTEM)

    assert queries.is_working(cast.agent, MONDAY_10)
    assert not queries.is_working(cast.agent, MONDAY_1230)


def test_a_users_own_hours_replace_those_of_the_unit(cast):
    actions.set_working_hours(cast.outlet, [Block(0, time(9), time(17))], by=SYSTEM)
    assert queries.is_working(cast.agent, MONDAY_1230)

    actions.set_working_hours(cast.agent, [Block(0, time(9), time(12))], by=SYSTEM)
    assert not queries.is_working(cast.agent, MONDAY_1230)
    actions.set_working_hours(cast.agent, [], by=SYSTEM)
    assert queries.is_working(cast.agent, MONDAY_1230)


def test_who_has_no_hours_anywhere_is_always_working(cast):
    assert queries.is_working(cast.agent, MONDAY_1230)


@pytest.mark.parametrize(
    "blocks",
    [
        [Block(0, time(9), time(12)), Block(0, time(11, 59), time(18))],
        [Block(2, time(18), time(9))],
        [Block(2, time(9), time(9))],
    ],
)
def test_hours_that_overlap_or_run_backwards_are_refused(cast, blocks):
    with pytest.raises(HoursOverlap):
        actions.set_working_hours(cast.agent, blocks, by=SYSTEM)


def test_who_is_let_go_cannot_sign_in_and_is_told_once(cast):
    actions.deactivate(cast.agent, by=SYSTEM)
    actions.deactivate(cast.agent, by=SYSTEM)

    assert not User.objects.get(pk=cast.agent.pk).is_active
    assert OutboxFact.objects.filter(name="staff.UserDeactivated").count() == 1
    assert cast.agent not in queries.colleagues(cast.supervisor)


def test_names_and_addresses_are_unique_in_any_case(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(username="AGENT")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email=cast.agent.email.upper())


def test_two_users_may_lack_an_address(cast):
    UserFactory(email="")
    UserFactory(email="")


def test_the_time_zone_is_ones_own_or_that_of_the_unit(cast):
    assert cast.agent.zone == "Asia/Shanghai"
    cast.agent.time_zone = "Europe/London"
    assert cast.agent.zone == "Europe/London"
    assert UserFactory(unit=None).zone == "Asia/Shanghai"
