"""Who an anonymous visitor turns out to be: joined by proof only, read by link, separated exactly."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.crypto import blind_index
from foyer.base.events.models import OutboxFact
from foyer.base.ids import new_id
from foyer.customers.collecting import draining, keys
from foyer.customers.collecting.joining import join, note_before, separate
from foyer.customers.collecting.keys import new_write_key
from foyer.customers.collecting.queries import events_of, links_of
from foyer.customers.models import AnonymousIdentity, CollectedBatch, Identifier, SourceRecord, WriteKey
from foyer.customers.models.collecting import packed
from foyer.customers.models.records import record_id
from foyer.customers.tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
STEWARD = Actor("staff", new_id())


@pytest.fixture
def browser() -> WriteKey:
    return new_write_key(source="site", name="Site", by=SYSTEM).write_key


@pytest.fixture
def server() -> WriteKey:
    return new_write_key(source="app", name="App server", by=SYSTEM, is_trusted=True).write_key


def send(key: WriteKey, *messages: dict[str, Any], minutes: int = 0) -> None:
    """Collected and drained, so many minutes after the morning began."""
    at = MORNING + timedelta(minutes=minutes)
    payload = json.dumps({"batch": [{"messageId": str(new_id()), **message} for message in messages]})
    CollectedBatch.objects.create(write_key=key, received_at=at, kind="batch", payload=packed(payload.encode()))
    draining.drain()


def page(name: str, **who: str) -> dict[str, Any]:
    return {"type": "page", "name": name, **who}


def identify(user: str, anonymous: str = "", **traits: str) -> dict[str, Any]:
    return {"type": "identify", "userId": user, "traits": traits, **({"anonymousId": anonymous} if anonymous else {})}


def seen(customer: Any) -> list[str]:
    return [event["name"] or event["kind"] for event in events_of(customer.pk)][::-1]


def test_what_a_visitor_did_before_joins_the_customer_they_prove_to_be(browser):
    customer = CustomerFactory()
    send(browser, page("Cards", anonymousId="a-1"))
    assert seen(customer) == []

    join("a-1", customer.pk, by=Actor.customer(customer), method="sms_code")
    send(browser, page("Loans", anonymousId="a-1"), minutes=5)

    assert seen(customer) == ["Cards", "Loans"]


def test_separating_undoes_it_exactly_and_both_are_told_with_who_and_when(browser):
    customer = CustomerFactory()
    send(browser, page("Cards", anonymousId="a-1"))
    link = join("a-1", customer.pk, by=Actor.customer(customer), method="sms_code")

    with clock.at(MORNING):
        separate(link.pk, by=STEWARD, reason="a shared computer")
        separate(link.pk, by=STEWARD, reason="again")

    assert seen(customer) == []
    link.refresh_from_db()
    assert (link.unlinked_at, link.unlinked_by, link.unlinked_reason) == (MORNING, str(STEWARD), "a shared computer")
    facts = list(OutboxFact.objects.filter(name__contains="Anonymous").values_list("name", "payload__by"))
    assert facts == [
        ("customers.AnonymousJoined", str(Actor.customer(customer))), ("customers.AnonymousSeparated", str(STEWARD)),
    ]  # fmt: skip
    assert [told["unlinked_by"] for told in links_of(customer.pk)] == [str(STEWARD)]


def test_joining_twice_is_joining_once(browser):
    customer = CustomerFactory()

    first = join("a-1", customer.pk, by=SYSTEM, method="session")
    again = join("a-1", customer.pk, by=SYSTEM, method="session")

    assert first == again
    assert OutboxFact.objects.filter(name="customers.AnonymousJoined").count() == 1


def test_of_a_shared_device_each_customer_has_what_came_after_their_own_sign_in(browser):
    one, other = CustomerFactory(), CustomerFactory()
    send(browser, page("First", anonymousId="a-1"))
    join("a-1", one.pk, by=SYSTEM, method="sms_code")
    send(browser, page("Second", anonymousId="a-1"), minutes=1)
    link = join("a-1", other.pk, by=SYSTEM, method="sms_code", at=MORNING + timedelta(minutes=2))
    send(browser, page("Third", anonymousId="a-1"), minutes=3)

    assert (seen(one), seen(other)) == (["First", "Second"], ["Third"])

    separate(link.pk, by=STEWARD, reason="")

    assert (seen(one), seen(other)) == (["First", "Second", "Third"], [])


def test_a_browsers_claim_shows_nothing_and_gains_nothing(browser):
    victim = CustomerFactory(phone="13800138000", number="10012345")
    join("victims-device", victim.pk, by=SYSTEM, method="sms_code")
    send(browser, page("Secret", anonymousId="victims-device"))

    send(browser, identify("10012345", "attackers-device", phone="+8613800138000"), minutes=1)
    send(browser, identify("attacker", "victims-device", phone="+8613800138000"), minutes=2)

    assert seen(victim) == ["Secret", "identify"]  # what the device said is the device's, whoever it names
    claimed = AnonymousIdentity.objects.get(level="claimed", record__key="10012345")
    assert (claimed.customer, claimed.record.customer) == (None, None)
    assert not SourceRecord.objects.filter(customer=victim, source__startswith="web:").exists()
    assert not Identifier.objects.filter(is_verified=True).exists()


def test_our_own_servers_word_joins_by_user_id(server, browser):
    customer = CustomerFactory(number="10012345")
    send(browser, page("Cards", anonymousId="a-1"))

    send(server, identify("10012345", "a-1"), minutes=1)
    send(server, {"type": "track", "event": "Paid", "userId": "10012345"}, minutes=2)

    assert seen(customer) == ["Cards", "identify", "Paid"]


def test_our_own_servers_word_joins_by_a_verified_phone_or_another_systems_key(server, browser):
    by_phone, by_key = CustomerFactory(phone="13900139000"), CustomerFactory()
    known = {"source": "core", "key": "C7", "customer": by_key, "values": {}, "fingerprint": ""}
    SourceRecord.objects.create(id=record_id("core", "C7"), recorded_at=MORNING, **known)
    core = new_write_key(source="core-app", name="Core", by=SYSTEM, is_trusted=True, user_source="core").write_key
    send(browser, page("A", anonymousId="a-1"), page("B", anonymousId="a-2"))

    send(server, identify("app-user-9", "a-1", phone="139 0013 9000"), minutes=1)
    send(core, {"type": "alias", "userId": "C7", "previousId": "a-2"}, minutes=1)

    assert (seen(by_phone), seen(by_key)) == (["A", "identify"], ["B", "alias"])


def test_no_key_speaks_for_the_users_of_another(server, browser):
    customer = CustomerFactory(number="10012345")
    send(server, identify("10012345", "a-1"))

    forged = [page("Forged", userId="10012345"), page("Forged too", userId="10012345", anonymousId="a-1")]
    send(browser, *forged, minutes=1)

    assert seen(customer) == ["identify"]


def test_after_signing_in_the_sites_own_name_for_the_customer_is_theirs_and_no_other(browser):
    customer = CustomerFactory()
    join("a-1", customer.pk, by=SYSTEM, method="sms_code")

    send(browser, identify("u-1", "a-1"))
    send(browser, page("Mine", userId="u-1", anonymousId="a-1"), minutes=1)
    send(browser, identify("u-2", "a-1"), page("Somebody's", userId="u-2", anonymousId="a-1"), minutes=2)

    assert seen(customer) == ["identify", "Mine"]


def test_traits_become_a_record_that_is_found_by_phone_and_follows_the_newest(browser):
    send(browser, identify("u-1", phone="13800138000", email="Zhang@Example.com", name="张三"))
    send(browser, identify("u-1", phone="13900139000"), minutes=5)
    send(browser, identify("u-1", phone="13700137000"), minutes=-5)

    record = SourceRecord.objects.get(source="web:site", key="u-1")
    assert [value for attribute, value, *_rest in record.values["claims"] if attribute == "name"] == ["张三"]
    assert {one.index for one in record.identifiers.all()} == {
        blind_index("+8613900139000", "customers.phone"), blind_index("zhang@example.com", "customers.email"),
    }  # fmt: skip


def test_halves_of_characters_and_nul_are_mended_and_stop_nobody(browser):
    broken = '{"batch":[{"type":"page","userId":"u\\u0000-1","name":"A\\ud83d","messageId":"m\\ud83d"}]}'
    CollectedBatch.objects.create(write_key=browser, received_at=MORNING, kind="batch", payload=packed(broken.encode()))

    drained = draining.drain()

    assert (drained.events, drained.failed) == (1, [])


def test_a_message_that_names_another_key_is_refused(browser):
    send(browser, page("Good", anonymousId="a"), page("Forged", anonymousId="a", writeKey="wk_other"))

    batch = CollectedBatch.objects.get()
    assert batch.refused == [{"position": 1, "problem": "write_keys_differ"}]


def test_what_was_drained_is_forgotten_after_its_days_and_what_was_refused_later(browser, settings):
    settings.FOYER_EVENT_LOG_DAYS = 7
    with clock.at(MORNING):
        send(browser, page("Good", anonymousId="a"))
        send(browser, page("Good", anonymousId="a"), {"type": "poem"})
        CollectedBatch.objects.create(write_key=browser, received_at=MORNING, kind="page", payload=packed(b"{}"))

        clock.advance(days=8)
        assert draining.forget_drained() == 1
        clock.advance(days=63)
        assert draining.forget_drained() == 1
    assert CollectedBatch.objects.filter(drained_at=None).count() == 1


def test_what_is_noted_with_a_link_first_stays(browser):
    link = join("a-1", CustomerFactory().pk, by=SYSTEM, method="session")

    note_before(link.pk, "conversations", {"1": "then"})
    note_before(link.pk, "conversations", {"1": "later", "2": "too"})

    link.refresh_from_db()
    assert link.before == {"conversations": {"1": "then", "2": "too"}}


def test_a_key_is_shown_once_and_kept_as_its_hash_only(browser):
    made = new_write_key(source="other", name="Other", by=STEWARD)

    row = WriteKey.objects.get(source="other")
    assert made.secret not in {str(getattr(row, field.attname)) for field in WriteKey._meta.fields}
    assert (row.tail, row.created_by, row.key_hash) == (made.secret[-4:], str(STEWARD), keys.digest(made.secret))
    with pytest.raises(keys.SourceTaken):
        new_write_key(source="other", name="Again", by=STEWARD)
