"""Breaking the glass: with a reason and a story, for half an hour, told at once, reviewed by another."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock, clocks
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.models import LiveEvent
from foyer.customers.errors import NoSuchCustomer
from foyer.privacy import access
from foyer.privacy.access import errors, queries
from foyer.privacy.models import BreakGlass
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
STORY = "The caller says that money is leaving the account now."


@pytest.fixture
def by(cast, customer):
    customer.unit = cast.outlet
    customer.save()
    agent = UserFactory(role="agent", unit=cast.branch)
    return Actor.staff(agent)


def break_it(customer, by, reason="danger", note=STORY):
    return access.break_glass(customer, reason, note, by=by)


def test_it_opens_the_customer_for_half_an_hour(customer, by):
    with clock.at(NOW):
        with pytest.raises(errors.NoOpenRelation):
            access.unmask(customer, "customers.phone", "suspected_fraud", by=by)
        break_it(customer, by)
        shown = access.unmask(customer, "customers.phone", "suspected_fraud", by=by)
    with clock.at(NOW + timedelta(minutes=30)), pytest.raises(errors.NoOpenRelation):
        access.unmask(customer, "customers.email", "suspected_fraud", by=by)

    assert shown.unmasking.tie == "break_glass"


def test_a_reason_bound_to_a_conversation_needs_none_behind_broken_glass(customer, by):
    break_it(customer, by)

    assert access.unmask(customer, "customers.phone", "call_back", by=by).value


def test_it_opens_one_customer_and_no_other(customer, by, cast):
    from foyer.customers.tests.factories import CustomerFactory

    other = CustomerFactory(unit=cast.branch)
    break_it(customer, by)

    with pytest.raises(errors.NoOpenRelation):
        access.unmask(other, "customers.phone", "suspected_fraud", by=by)


def test_a_reason_of_its_own_list_and_a_story_are_needed(customer, by):
    with pytest.raises(errors.ReasonMissing):
        break_it(customer, by, reason="call_back")
    with pytest.raises(errors.StoryMissing):
        break_it(customer, by, note="  help   ")


def test_it_breaks_once_while_it_lasts(customer, by):
    assert break_it(customer, by) == break_it(customer, by)


def test_not_for_customers_of_other_units_and_not_without_the_permission(cast, customer):
    with pytest.raises(NoSuchCustomer):
        break_it(customer, Actor.staff(cast.stranger))
    with pytest.raises(Forbidden):
        break_it(customer, Actor.staff(cast.administrator))


def test_the_supervisors_above_are_told_at_once_and_no_others(cast, customer, by, django_capture_on_commit_callbacks):
    told = access.glass.tell_supervisors
    assert told
    from foyer.privacy.access.telling import REVIEW, supervisors_of
    from foyer.staff import queries as staff

    user = staff.user_by_id(by.id)

    assert supervisors_of(user, REVIEW) == [cast.supervisor]
    assert supervisors_of(cast.supervisor, REVIEW) == []
    assert LiveEvent.objects.filter(topic=f"staff:{cast.stranger.pk}", kind="access").count() == 0


def review(glass, user, verdict="accepted", **more):
    return access.review(glass.pk, verdict, **{"attested": True, **more}, by=Actor.staff(user))


def test_a_supervisor_accepts_and_attests(cast, customer, by):
    with clock.at(NOW):
        glass = break_it(customer, by)
        with pytest.raises(errors.AttestationMissing):
            review(glass, cast.supervisor, attested=False)
        review(glass, cast.supervisor)

    glass.refresh_from_db()
    assert (glass.verdict, glass.reviewed_by, bool(glass.attestation)) == ("accepted", cast.supervisor, True)
    with pytest.raises(errors.AlreadyReviewed):
        review(glass, cast.supervisor, "contested", note="I was wrong before.")


def test_contested_glass_says_why_and_closes_at_once(cast, customer, by):
    glass = break_it(customer, by)
    with pytest.raises(errors.StoryMissing):
        review(glass, cast.supervisor, "contested")

    review(glass, cast.supervisor, "contested", note="There was no call in the records.")

    with pytest.raises(errors.NoOpenRelation):
        access.unmask(customer, "customers.phone", "suspected_fraud", by=by)


def test_nobody_reviews_their_own_nor_that_of_other_units(cast, customer):
    customer.unit = cast.outlet
    customer.save()
    glass = break_it(customer, Actor.staff(cast.supervisor))

    with pytest.raises(errors.OwnGlass):
        review(glass, cast.supervisor)
    with pytest.raises(errors.NoSuchGlass):
        review(glass, cast.stranger)
    with pytest.raises(errors.NoSuchGlass):
        review(glass, cast.agent)


def test_unreviewed_glass_is_called_to_mind(cast, customer, by):
    with clock.at(NOW):
        break_it(customer, by)

    assert clocks.run_due(NOW + timedelta(hours=19)) == 0
    assert clocks.run_due(NOW + timedelta(hours=20, minutes=1)) == 1
    assert clocks.run_due(NOW + timedelta(hours=24, minutes=1)) == 1


def test_the_supervisors_list_costs_the_same_for_few_and_many(cast, customer, by, django_assert_num_queries):
    for _each in range(12):
        glass = break_it(customer, by)
        BreakGlass.objects.filter(pk=glass.pk).update(ends_at=clock.now())

    with django_assert_num_queries(2):
        glasses = queries.glasses(cast.supervisor, reviewed=False)
        counts = queries.seen_under(glasses)
        names = [glass.user.get_full_name() + str(glass.unit) + str(glass.reason.name) for glass in glasses]

    assert (len(glasses), len(names), set(counts.values())) == (12, 12, {0})
