"""One rule: a user sees the subtree of their own unit."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.base.actors import SYSTEM
from foyer.staff import actions, queries
from foyer.staff.errors import UnitInWrongPlace, UnitNotFound, UserNotFound
from foyer.staff.models import Unit
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

# Each number names the parent of the next unit among those that stand already; the moves are pairs of units.
TREES = st.lists(st.integers(0, 1_000), min_size=1, max_size=14)
MOVES = st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)), max_size=6)


def grow(parents: list[int]) -> list[Unit]:
    units = [UnitFactory()]
    for choice in parents:
        parent = units[choice % len(units)]
        units.append(UnitFactory(parent=parent, kind="branch"))
    return units


def below(unit: Unit) -> set[Unit]:
    """The subtree as the parents alone tell it."""
    children = Unit.objects.filter(parent_id=unit.pk)
    return {unit}.union(*(below(child) for child in children))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(parents=TREES, moves=MOVES)
def test_what_a_user_sees_is_exactly_the_subtree_whatever_was_moved(parents, moves):
    with transaction.atomic():
        units = grow(parents)
        for first, second in moves:
            unit, to = units[first % len(units)], units[second % len(units)]
            try:
                actions.move_unit(unit, to=to, by=SYSTEM)
            except UnitInWrongPlace:
                continue

        for unit in Unit.objects.filter(pk__in=[unit.pk for unit in units]):
            user = UserFactory(unit=unit, password=None)
            assert set(queries.visible_units(user)) == below(unit)
            assert {other for other in units if queries.is_visible(user, other.pk)} == below(unit)
        transaction.set_rollback(True)


def test_a_stranger_sees_neither_the_unit_nor_its_people():
    cast = bring_on()

    assert not queries.is_visible(cast.stranger, cast.outlet.pk)
    assert cast.agent not in queries.colleagues(cast.stranger)
    with pytest.raises(UnitNotFound):
        queries.unit_for(cast.stranger, cast.outlet.pk)
    with pytest.raises(UserNotFound):
        queries.colleague(cast.stranger, cast.agent.pk)


def test_a_supervisor_sees_the_agents_below_and_an_agent_not_the_supervisor():
    cast = bring_on()

    assert set(queries.colleagues(cast.supervisor)) == {cast.supervisor, cast.agent, cast.colleague}
    assert cast.supervisor not in queries.colleagues(cast.agent)


@pytest.mark.parametrize("is_superuser", [False, True])
def test_who_has_no_unit_sees_nothing(is_superuser):
    cast = bring_on()
    nobody = UserFactory(unit=None, is_superuser=is_superuser)

    assert not queries.visible_units(nobody).exists()
    assert not queries.colleagues(nobody).exists()
    assert not queries.is_visible(nobody, cast.branch.pk)
    assert not queries.visible_units(AnonymousUser()).exists()


def test_a_unit_cannot_stand_below_itself():
    cast = bring_on()

    with pytest.raises(UnitInWrongPlace):
        actions.move_unit(cast.branch, to=cast.outlet, by=SYSTEM)


@pytest.mark.parametrize(("kind", "parent_kind"), [("branch", "outlet"), ("outlet", "team"), ("head_office", "branch")])
def test_a_greater_unit_does_not_stand_below_a_lesser(kind, parent_kind):
    parent = UnitFactory(parent=UnitFactory(), kind=parent_kind)

    with pytest.raises(UnitInWrongPlace):
        UnitFactory(parent=parent, kind=kind)


def test_a_unit_without_a_parent_is_a_head_office_also_for_the_database():
    cast = bring_on()

    with pytest.raises(UnitInWrongPlace):
        UnitFactory(parent=None, kind="branch")
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=cast.branch.pk).update(parent=None)


def test_the_database_refuses_a_path_that_does_not_end_with_the_unit():
    cast = bring_on()

    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=cast.outlet.pk).update(path=cast.branch.path + "elsewhere/")


def test_a_kind_is_not_changed_into_one_its_children_cannot_stand_below():
    cast = bring_on()

    with pytest.raises(UnitInWrongPlace):
        actions.change_unit(cast.branch, kind="team", by=SYSTEM)


def test_visible_units_are_found_by_the_prefix_index():
    cast = bring_on()

    plan = queries.visible_units(cast.supervisor).explain()

    assert "path" in plan
