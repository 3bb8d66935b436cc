"""May somebody be written to or called? For what they agreed to, the way they like, at a decent hour, not too often."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.consents import deciding
from foyer.privacy.models import Contact, ContactRule
from foyer.privacy.tests.consenting import agree, published_notice

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai, a Monday
NIGHT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 23:00


@pytest.fixture
def person(db: None) -> Customer:
    with clock.at(NOON - timedelta(days=1)):
        published_notice()
        made: Customer = CustomerFactory()
        agree(made, "marketing_sms", "marketing_phone", "market_survey")
    return made


def test_a_withdrawn_consent_stops_the_contact(person: Customer) -> None:
    with clock.at(NOON):
        assert gates.may_contact(person, "marketing", "sms")
        deciding.withdraw(person, "marketing_sms", by=Actor.customer(person))

        assert gates.may_contact(person, "marketing", "sms").code == "withdrawn"
        assert gates.may_contact(person, "marketing", "phone")


def test_a_channel_nobody_agreed_to_is_refused(person: Customer) -> None:
    with clock.at(NOON):
        assert gates.may_contact(person, "marketing", "email").code == "never_asked"
        assert gates.may_contact(person, "marketing_sms", "phone").code == "wrong_channel"
        assert gates.may_contact(person, "marketing", "pigeon").code == "unknown_purpose"


def test_service_messages_are_a_class_of_their_own(person: Customer) -> None:
    deciding.refuse(person, "contact_sms", by=Actor.customer(person))

    with clock.at(NIGHT):
        assert gates.may_contact(person, "service", "sms")
        assert gates.may_contact(person, "anti_fraud", "phone")
        assert gates.may_contact(person, "service", "phone").code == "quiet_hours"


def test_no_calls_means_no_calls_whatever_was_agreed(person: Customer) -> None:
    deciding.refuse(person, "contact_phone", by=Actor.customer(person))

    with clock.at(NOON):
        assert gates.may_contact(person, "marketing", "phone").code == "channel_refused"
        assert gates.may_contact(person, "market_survey", "phone").code == "channel_refused"
        assert gates.may_contact(person, "market_survey", "sms")


def test_at_night_nobody_is_sold_anything_and_the_answer_says_until_when(person: Customer) -> None:
    with clock.at(NIGHT):
        decision = gates.may_contact(person, "marketing", "sms")

    assert decision.code == "quiet_hours"
    assert decision.until == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


def test_the_moment_asked_about_counts_not_the_present_one(person: Customer) -> None:
    with clock.at(NOON):
        assert gates.may_contact(person, "marketing", "sms", at=NIGHT).code == "quiet_hours"


def test_a_limit_counts_and_leaves_room_again(person: Customer) -> None:
    with clock.at(NOON):
        for _ in range(2):
            gates.contact(person, "marketing", "sms", by=SYSTEM)
        with pytest.raises(gates.NotNow) as refused:
            gates.contact(person, "marketing", "sms", by=SYSTEM)
        assert refused.value.decision.until == NOON + timedelta(days=7)  # type: ignore[union-attr]

        clock.advance(days=7)
        assert gates.may_contact(person, "marketing", "sms")
    assert Contact.objects.count() == 2


def test_limits_over_all_channels_count_together_and_service_does_not_count(person: Customer) -> None:
    with clock.at(NOON):
        ContactRule.objects.create(group="", channel="", most=1, days=1)
        gates.contact(person, "service", "sms", by=SYSTEM)
        gates.contact(person, "marketing", "sms", by=SYSTEM)

        assert gates.may_contact(person, "market_survey", "sms").code == "too_often"
        assert gates.may_contact(person, "service", "sms")


def test_a_calendar_that_is_not_there_closes_the_gate(person: Customer) -> None:
    ContactRule.objects.create(group="marketing", channel="sms2", calendar="gone")
    ContactRule.objects.filter(group="marketing", channel="sms").update(calendar="gone")

    with clock.at(NOON):
        assert gates.may_contact(person, "marketing", "sms").code == "quiet_hours"


def test_children_and_the_dead_are_sold_nothing(person: Customer) -> None:
    with clock.at(NOON):
        person.golden = {"died_on": {"value": "2026-02-01"}}
        person.save()
        assert gates.may_contact(person, "marketing", "sms").code == "died"
        assert gates.may_contact(person, "service", "sms").code == "died"

        person.golden, person.birth_year = {}, 2015
        person.save()
        assert gates.may_contact(person, "marketing", "sms").code == "child"
        assert gates.may_contact(person, "service", "sms")


def test_a_stranger_is_nobody(person: Customer) -> None:
    with clock.at(NOON):
        assert gates.may_contact(None, "marketing", "sms").code == "nobody"
