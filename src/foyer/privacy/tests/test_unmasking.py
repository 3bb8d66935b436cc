"""One value of one customer: with a reason, an open relation and an end, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.legends import SECRET
from foyer.base.origin import Origin, coming_from
from foyer.conversations.tests.factories import conversation, served_by
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import access
from foyer.privacy.access import clearances, errors, queries, subjects
from foyer.privacy.access.unmasking import used_today
from foyer.privacy.models import AccessRule, Unmasking
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal
from foyer.staff.models import ApprovalRequest

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


@pytest.fixture
def talk(cast, queue, customer):
    return served_by(cast.agent, customer=customer)


@pytest.fixture
def by(cast):
    return Actor.staff(cast.agent)


def unmask(customer, talk, by, field="customers.phone", reason="call_back", **more):
    return access.unmask(customer, field, reason, about=f"conversation:{talk.pk}", by=by, **more)


def test_a_value_is_shown_for_five_minutes(customer, talk, by):
    with clock.at(NOW):
        shown = unmask(customer, talk, by)

    assert shown.value == "+8613812345678"
    assert shown.unmasking.ends_at == NOW + timedelta(minutes=5)
    assert (shown.unmasking.tie, shown.unmasking.role) == ("conversation", "agent")


def test_after_its_time_the_server_refuses(customer, talk, by):
    with clock.at(NOW):
        shown = unmask(customer, talk, by)
    with clock.at(NOW + timedelta(minutes=4, seconds=59)):
        assert access.read_again(shown.unmasking.pk, by=by).value == "+8613812345678"

    with clock.at(NOW + timedelta(minutes=5)), pytest.raises(errors.TimeIsOver):
        access.read_again(shown.unmasking.pk, by=by)


def test_another_colleague_reads_nothing_with_it(cast, customer, talk, by):
    shown = unmask(customer, talk, by)

    with pytest.raises(errors.NoSuchUnmasking):
        access.read_again(shown.unmasking.pk, by=Actor.staff(cast.supervisor))


def test_another_session_of_the_same_colleague_reads_nothing_with_it(customer, talk, by):
    with coming_from(Origin(session="one")):
        shown = unmask(customer, talk, by)

    with coming_from(Origin(session="two")), pytest.raises(errors.NoSuchUnmasking):
        access.read_again(shown.unmasking.pk, by=by)


def test_asking_again_while_it_is_shown_changes_nothing(customer, talk, by):
    first, second = unmask(customer, talk, by), unmask(customer, talk, by)

    assert first.unmasking == second.unmasking
    assert Unmasking.objects.count() == 1


def test_one_value_opens_no_other(customer, talk, by):
    unmask(customer, talk, by)

    other = unmask(customer, talk, by, field="customers.resident_id")

    assert other.unmasking.pk != Unmasking.objects.get(subject="customers.phone").pk
    assert unmask(customer, talk, by, place="0").value == "+8613987654321"


def test_a_reason_of_the_list_is_needed(customer, talk, by):
    with pytest.raises(errors.ReasonMissing):
        unmask(customer, talk, by, reason="curious")
    with pytest.raises(errors.ReasonMissing):
        unmask(customer, talk, by, reason="danger")


def test_a_reason_that_needs_a_conversation_takes_no_other_and_none(cast, customer, talk, by):
    elsewhere = conversation()

    for about in ("", f"conversation:{elsewhere.pk}", "case:1", "conversation:"):
        with pytest.raises(errors.AboutMissing):
            access.unmask(customer, "customers.phone", "call_back", about=about, by=by)
    assert access.unmask(customer, "customers.phone", "correct_data", by=by).value


def test_without_an_open_relation_nothing_is_shown(cast, customer, queue):
    with pytest.raises(errors.NoOpenRelation) as no:
        access.unmask(customer, "customers.phone", "suspected_fraud", by=Actor.staff(cast.supervisor))

    assert no.value.details == {"break_glass": True}


def test_a_closed_conversation_is_no_relation(cast, customer, talk):
    from foyer.conversations import actions

    actions.close(talk.pk, disposition="solved", by=Actor.staff(cast.agent))

    with pytest.raises(errors.NoOpenRelation):
        access.unmask(customer, "customers.phone", "correct_data", by=Actor.staff(cast.supervisor))


def test_a_supervisor_has_what_their_people_have_open(cast, customer, talk):
    assert unmask(customer, talk, Actor.staff(cast.supervisor)).unmasking.tie == "conversation"


def test_customers_of_ones_portfolio_and_outlet_are_related(cast, customer):
    customer.dedicated_agent = cast.supervisor
    customer.unit = cast.outlet
    customer.save()

    mine = access.unmask(customer, "customers.phone", "correct_data", by=Actor.staff(cast.supervisor))
    ours = access.unmask(customer, "customers.phone", "correct_data", by=Actor.staff(cast.agent))

    assert (mine.unmasking.tie, ours.unmasking.tie) == ("portfolio", "outlet")


def test_a_stranger_is_told_there_is_no_such_customer(cast, customer):
    with pytest.raises(NoSuchCustomer):
        access.unmask(customer, "customers.phone", "correct_data", by=Actor.staff(cast.stranger))


def test_without_the_permission_nothing_is_shown(cast, customer):
    with pytest.raises(Forbidden):
        access.unmask(customer, "customers.phone", "correct_data", by=Actor.staff(cast.administrator))


def test_what_proves_who_one_is_is_never_shown(customer, talk, by):
    access.unmaskable("test.pin", name="PIN", legend=SECRET, read=lambda customer, place: "1234")
    try:
        with pytest.raises(errors.NeverShown):
            unmask(customer, talk, by, field="test.pin")
    finally:
        subjects.forget("test.pin")


def test_an_unknown_value_and_an_empty_one_are_not_there(customer, talk, by):
    for field, place in (("customers.shoe_size", ""), ("customers.wechat", ""), ("customers.phone", "7")):
        with pytest.raises(errors.NothingToShow):
            unmask(customer, talk, by, field=field, place=place)


def test_a_missing_certificate_stops_it(customer, talk, by):
    access.clearance("data-handling", lambda user: False)
    try:
        with pytest.raises(errors.NotCleared) as no:
            unmask(customer, talk, by)
        assert no.value.details == {"certificate": "data-handling"}
    finally:
        clearances.withdraw("data-handling")


def limits(role="agent", **terms):
    return AccessRule.objects.create(role=role, **{"daily_budget": 1, "daily_limit": 2, **terms})


def test_over_the_budget_a_second_person_is_asked_and_over_the_limit_nobody(customer, talk, by, cast):
    limits()

    first = unmask(customer, talk, by)
    second = unmask(customer, talk, by, field="customers.resident_id")

    assert (first.unmasking.status, second.unmasking.status, second.value) == ("open", "waiting", None)
    with pytest.raises(errors.OverDailyLimit):
        unmask(customer, talk, by, field="customers.email")
    assert used_today(cast.agent) == 2


def test_the_next_day_has_its_own_budget(customer, talk, by):
    limits(daily_limit=1)
    with clock.at(NOW):
        unmask(customer, talk, by)
        with pytest.raises(errors.OverDailyLimit):
            unmask(customer, talk, by, field="customers.email")

    with clock.at(NOW + timedelta(days=1)):
        assert unmask(customer, talk, by, field="customers.email").value == "sanfeng@example.com"


def test_a_line_for_one_value_goes_before_the_roles_own(customer, talk, by):
    limits(daily_budget=10, daily_limit=10)
    limits(subject="customers.resident_id", second_person="always", daily_budget=10, daily_limit=10, seconds=60)

    assert unmask(customer, talk, by).unmasking.status == "open"
    waiting = unmask(customer, talk, by, field="customers.resident_id").unmasking
    assert (waiting.status, waiting.seconds) == ("waiting", 60)


def test_for_customers_of_the_private_bank_a_second_person_agrees(cast, customer, talk, by):
    customer.tier = "private"
    customer.save()
    with clock.at(NOW):
        waiting = unmask(customer, talk, by).unmasking
        with pytest.raises(errors.StillWaiting):
            access.read_again(waiting.pk, by=by)
    request = ApprovalRequest.objects.get(kind="privacy.unmask", subject=str(waiting.pk))

    with clock.at(NOW + timedelta(minutes=20)):
        approvals.approve(request, by=Actor.staff(cast.supervisor))
        shown = access.read_again(waiting.pk, by=by)

    assert shown.value == "+8613812345678"
    assert shown.unmasking.approved_by == cast.supervisor
    assert shown.unmasking.ends_at == NOW + timedelta(minutes=25)


def test_nobody_agrees_to_their_own(cast, customer, talk):
    limits("supervisor", second_person="always")
    waiting = unmask(customer, talk, Actor.staff(cast.supervisor)).unmasking
    request = ApprovalRequest.objects.get(subject=str(waiting.pk))

    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(cast.supervisor))


def test_a_rejected_request_shows_nothing(cast, customer, talk, by):
    limits(second_person="always")
    waiting = unmask(customer, talk, by).unmasking
    approvals.reject(ApprovalRequest.objects.get(subject=str(waiting.pk)), by=Actor.staff(cast.supervisor))

    access.unmasking.disagree(waiting.pk, by=Actor.staff(cast.supervisor))
    access.unmasking.disagree(waiting.pk, by=Actor.staff(cast.supervisor))

    with pytest.raises(errors.NotAgreed):
        access.read_again(waiting.pk, by=by)


def test_views_of_every_door_count_for_the_unmask_rate(cast, customer):
    """M85 divides by how often whole customers were opened: at the desk and through the API alike."""
    browser = Client()
    browser.force_login(cast.agent)
    customer.dedicated_agent = cast.agent
    customer.save()
    before = _views()

    assert browser.get(f"/desk/customers/{customer.pk}").status_code == 200
    assert browser.get(f"/api/v1/staff/customers/{customer.pk}").status_code == 200
    assert browser.get(f"/api/v1/staff/customers/{CustomerFactory().pk}").status_code == 404

    assert _views() - before == 2


def _views():
    return sum(rate.views for rate in queries.rates())
