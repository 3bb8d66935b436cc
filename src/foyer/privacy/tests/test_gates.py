"""May the data of somebody be used? Without a yes that holds, no."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base import clock
from foyer.base.actors import ASSISTANT, Actor
from foyer.base.ids import new_id
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates, queries
from foyer.privacy.consents import asking, deciding, purposes
from foyer.privacy.models import Consent, Purpose
from foyer.privacy.tests.assessing import approve_assessment
from foyer.privacy.tests.consenting import agree, officer, published_notice

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


@pytest.fixture
def person(db: None) -> Customer:
    published_notice()
    return CustomerFactory()


def test_what_was_never_asked_is_refused(person: Customer) -> None:
    decision = gates.may_use(person, "profiling")

    assert not decision and decision.code == "never_asked"
    assert decision.sentence("zh") and decision.sentence("zh") != decision.sentence("en")


def test_a_yes_opens_the_gate_and_a_withdrawal_closes_it_at_once(person: Customer) -> None:
    agree(person, "profiling")
    assert gates.may_use(person, "profiling").code == "consented"

    deciding.withdraw(person, "profiling", by=Actor.customer(person))

    assert gates.may_use(person.pk, "profiling").code == "withdrawn"


def test_one_purpose_says_nothing_of_another(person: Customer) -> None:
    agree(person, "experience_improvement")

    assert gates.may_use(person, "experience_improvement")
    assert not gates.may_use(person, "market_survey")
    assert not gates.may_use(person, "marketing_sms")


def test_what_the_service_needs_and_the_law_demands_is_not_asked(person: Customer) -> None:
    assert gates.may_use(person, "service").code == "necessary"
    assert gates.may_use(person, "anti_fraud").code == "by_law"


def test_a_purpose_nobody_declared_is_refused(person: Customer) -> None:
    assert gates.may_use(person, "curiosity").code == "unknown_purpose"
    with pytest.raises(gates.NoBasis):
        gates.usable(Customer.objects.all(), "curiosity")


def test_a_purpose_that_is_suspended_is_refused_whatever_was_agreed(person: Customer) -> None:
    agree(person, "profiling")

    purposes.suspend("profiling", by=Actor.staff(officer()), reason="review")

    assert gates.may_use(person, "profiling").code == "not_in_use"
    with pytest.raises(gates.NoBasis):
        gates.usable(Customer.objects.all(), "profiling")


def test_only_the_kinds_of_data_a_purpose_covers_are_used_for_it(person: Customer) -> None:
    assert gates.may_use(person, "anti_fraud", kinds=["location"])
    assert gates.may_use(person, "service", kinds=["location"]).code == "kind_not_covered"


def test_a_yes_holds_until_its_end(person: Customer) -> None:
    with clock.at(NOON):
        published_notice()
        agree(person, "market_survey")
        assert gates.may_use(person, "market_survey")

        clock.advance(days=365)

        assert gates.may_use(person, "market_survey").code == "expired"
        assert deciding.lapse() == 1 and deciding.lapse() == 0
        assert Consent.objects.filter(customer=person, decision="expired").count() == 1


def test_a_past_moment_is_answered_from_what_had_been_said_by_then(person: Customer) -> None:
    with clock.at(NOON):
        published_notice()
        before = clock.now()
        clock.advance(days=1)
        agree(person, "profiling")
        given = clock.now()
        clock.advance(days=1)
        deciding.withdraw(person, "profiling", by=Actor.customer(person))

        assert gates.may_use(person, "profiling", at=before).code == "never_asked"
        assert gates.may_use(person, "profiling", at=given + timedelta(hours=1)).code == "consented"


def test_rows_are_narrowed_in_sql_and_nobody_is_asked_one_by_one(person: Customer) -> None:
    others = [CustomerFactory() for _ in range(5)]
    agree(person, "profiling")
    agree(others[0], "profiling")
    deciding.withdraw(others[0], "profiling", by=Actor.customer(others[0]))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = list(queries.customers_for("profiling"))

    assert found == [person.pk]
    assert len(asked) == 2


def test_until_a_no_means_everybody_but_those_who_said_it(person: Customer) -> None:
    other = CustomerFactory()
    deciding.refuse(other, "contact_phone", by=Actor.customer(other))

    assert set(gates.usable(Customer.objects.all(), "contact_phone")) == {person}
    assert set(gates.usable(Customer.objects.all(), "service")) == {person, other}


def test_refusals_are_counted_by_reason_and_who_asked(person: Customer) -> None:
    queries.refusals()
    for _ in range(3):
        gates.may_use(person, "profiling", by=ASSISTANT)

    with CaptureQueriesContext(connection) as asked:
        gates.may_use(person, "profiling", by=ASSISTANT)

    (line,) = [row for row in queries.refusals() if row["asker"] == "assistant"]
    assert (line["reason"], line["purpose"], line["count"]) == ("never_asked", "profiling", 4)
    assert not [query for query in asked if "INSERT" in query["sql"]]


def test_an_answer_costs_one_query(person: Customer) -> None:
    agree(person, "profiling")

    with CaptureQueriesContext(connection) as asked:
        assert gates.may_use(person.pk, "profiling")

    assert len(asked) == 1


def test_a_visitor_chooses_for_their_device(person: Customer) -> None:
    visitor = Actor("visitor", new_id())
    deciding.give(visitor, "profiling", by=visitor)

    assert gates.may_use(visitor, "profiling")
    assert not gates.may_use(Actor("visitor", new_id()), "profiling")
    assert gates.may_use(None, "profiling").code == "nobody"


def test_nobody_is_asked_again_for_ninety_days_after_a_no(person: Customer) -> None:
    with clock.at(NOON):
        published_notice()
        assert gates.may_ask(person, "profiling")
        deciding.refuse(person, "profiling", by=Actor.customer(person))

        decision = gates.may_ask(person, "profiling")
        assert decision.code == "asked_lately" and decision.until == NOON + timedelta(days=90)
        clock.advance(days=89)
        assert not gates.may_ask(person, "profiling")
        clock.advance(days=1)
        assert gates.may_ask(person, "profiling")


def test_nobody_is_asked_twice_in_a_session(person: Customer) -> None:
    asking.asked(person, "profiling", "s1")
    asking.asked(person, "profiling", "s1")

    assert gates.may_ask(person, "profiling", session="s1").code == "asked_in_session"
    assert gates.may_ask(person, "profiling", session="s2")


def test_an_invitation_needs_no_yes_but_respects_a_no(person: Customer) -> None:
    assert gates.may_invite(person, "experience_improvement")
    assert gates.may_invite(None, "experience_improvement")

    deciding.refuse(person, "experience_improvement", by=Actor.customer(person))

    assert not gates.may_invite(person, "experience_improvement")


def test_a_stop_closes_the_gate_for_all_but_the_law(person: Customer) -> None:
    other = CustomerFactory()
    agree(person, "profiling")
    frozen = Consent.objects.filter(customer=person)  # any rows with a customer will do
    gates.stop(gates.Stop("test_stop", "Stopped", "", customers=lambda: frozen))
    try:
        assert gates.may_use(person, "profiling").code == "test_stop"
        assert gates.may_use(person, "service").code == "test_stop"
        assert gates.may_use(person, "anti_fraud").code == "by_law"
        assert set(gates.usable(Customer.objects.all(), "service")) == {other}
    finally:
        gates.stops._stops.pop("test_stop")


def test_a_purpose_that_needs_an_assessment_is_not_activated_without(person: Customer) -> None:
    Purpose.objects.filter(code="profiling").update(active_at=None, assessment="")
    by = Actor.staff(officer())

    with pytest.raises(purposes.AssessmentMissing):
        purposes.activate("profiling", by=by)
    with pytest.raises(purposes.AssessmentMissing):
        purposes.activate("profiling", by=by, assessment="PIA-7")

    approve_assessment("PIA-7", "purpose:profiling")
    purposes.activate("profiling", by=by, assessment="PIA-7")

    assert Purpose.objects.get(code="profiling").active_at
