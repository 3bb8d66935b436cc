"""Each month the head of a unit decides who keeps which role; nobody decides over their own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from foyer.base import clock, clocks
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.ids import new_id
from foyer.privacy.access import errors, queries, recertifying
from foyer.privacy.models import Recertification, RecertificationLine
from foyer.staff.models import User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def month(cast):
    with clock.at(NOW):
        recertifying.open_month()
    return Recertification.objects.get(unit=cast.outlet)


def line_of(user):
    return RecertificationLine.objects.get(user=user)


def decide(line, decision, user):
    return recertifying.decide(line.pk, decision, by=Actor.staff(user))


def test_a_month_opens_once_for_every_unit_with_people(cast, month):
    with clock.at(NOW + timedelta(days=3)):
        assert recertifying.open_month() == 0
    assert recertifying.open_month(date(2026, 12, 5)) == Recertification.objects.filter(month="2026-11-01").count()

    assert {line.user.username for line in month.lines.all()} == {"agent", "colleague"}
    assert month.due_at == NOW + timedelta(days=14)


def test_what_is_kept_stays_and_what_is_removed_is_gone_at_once(cast, month):
    decide(month.lines.get(user=cast.agent), "keep", cast.supervisor)
    decide(month.lines.get(user=cast.colleague), "remove", cast.supervisor)

    assert User.objects.get(pk=cast.agent.pk).has_perm("privacy.unmask")
    assert not User.objects.get(pk=cast.colleague.pk).has_perm("privacy.unmask")
    month.refresh_from_db()
    assert month.closed_at is not None


def test_nobody_decides_over_their_own_roles(cast, month):
    with pytest.raises(errors.OwnRoles):
        decide(line_of(cast.supervisor), "keep", cast.supervisor)


def test_the_head_of_another_unit_finds_no_such_line(cast, month):
    with pytest.raises(errors.NoSuchLine):
        decide(line_of(cast.agent), "remove", cast.stranger)
    with pytest.raises(Forbidden):
        decide(line_of(cast.colleague), "remove", cast.agent)


def test_the_rest_is_kept_in_one_go_but_ones_own(cast, month):
    branch = Recertification.objects.get(unit=cast.branch)

    assert recertifying.keep_the_rest(month.pk, by=Actor.staff(cast.supervisor)) == 2
    assert recertifying.keep_the_rest(month.pk, by=Actor.staff(cast.supervisor)) == 0
    assert recertifying.keep_the_rest(branch.pk, by=Actor.staff(cast.supervisor)) == 0


def test_the_rest_of_another_unit_or_of_no_month_is_not_found(cast, month):
    for pk in (month.pk, new_id()):
        with pytest.raises(errors.NoSuchRecertification):
            recertifying.keep_the_rest(pk, by=Actor.staff(cast.stranger))
    with pytest.raises(Forbidden):
        recertifying.keep_the_rest(month.pk, by=Actor.staff(cast.agent))

    assert not month.lines.exclude(decision="").exists()


def test_a_closed_month_is_not_changed(cast, month):
    recertifying.keep_the_rest(month.pk, by=Actor.staff(cast.supervisor))

    with pytest.raises(errors.RecertificationClosed):
        decide(line_of(cast.agent), "remove", cast.supervisor)


def test_a_direct_permission_and_everything_are_lines_of_their_own(cast):
    from django.contrib.auth.models import Permission

    cast.agent.user_permissions.add(Permission.objects.get(codename="watch_team"))
    User.objects.filter(pk=cast.colleague.pk).update(is_superuser=True)
    recertifying.open_month()
    roles = dict(RecertificationLine.objects.filter(user=cast.agent).values_list("role", "pk"))

    assert set(roles) == {"agent", "permission:staff.watch_team"}
    recertifying.decide(roles["permission:staff.watch_team"], "remove", by=Actor.staff(cast.supervisor))
    everything = RecertificationLine.objects.get(user=cast.colleague, role="superuser")
    decide(everything, "remove", cast.supervisor)

    assert not User.objects.get(pk=cast.agent.pk).has_perm("staff.watch_team")
    assert not User.objects.get(pk=cast.colleague.pk).is_superuser


def test_the_deadline_warns_three_days_before_and_stands_late_in_the_report(cast, month):
    assert clocks.run_due(NOW + timedelta(days=10)) == 0
    assert clocks.run_due(NOW + timedelta(days=11, minutes=1)) > 0

    with clock.at(NOW + timedelta(days=15)):
        rows = {row.unit: row for row in queries.recertifications(cast.supervisor)}

    row = rows[cast.outlet]
    assert (row.lines_count, row.kept, row.removed, row.undecided) == (2, 0, 0, 2)
    with clock.at(NOW + timedelta(days=15)):
        assert row.is_late


def test_the_report_is_one_question(cast, month, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(queries.recertifications(cast.supervisor))
