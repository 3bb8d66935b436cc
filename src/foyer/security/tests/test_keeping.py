"""Keeping the trail: in the transaction of the act, or not at all."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from foyer.base import audit
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.base.origin import Origin, coming_from
from foyer.security.audit import keys
from foyer.security.audit.canonical import canonical, document
from foyer.security.audit.subjects import customers_of, forget, pseudonym_of
from foyer.security.models import AuditEntry, AuditPending
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TRIED = audit.kind("tests.tried", "Tried something")


def test_an_entry_says_who_what_whose_why_and_from_where() -> None:
    user, customer = UserFactory(role="agent"), new_id()

    with coming_from(Origin("203.0.113.9", "device", "session", "request", lambda: 2)):
        audit.record(
            TRIED,
            by=Actor.staff(user),
            on="conversation:7",
            customer=customer,
            purpose="service",
            reason="R3",
            fields=("phone", "name"),
            details={"hits": 3, "note": "你好"},
        )

    entry = AuditEntry.objects.get(act="tests.tried")
    assert (entry.actor_kind, entry.actor_id, entry.actor_roles, entry.assurance) == ("staff", user.pk, ["agent"], 2)
    assert (entry.act, entry.subject, entry.purpose, entry.reason) == ("tests.tried", "conversation:7", "service", "R3")
    assert (entry.fields, entry.outcome, entry.details) == (["phone", "name"], "done", {"hits": 3, "note": "你好"})
    assert (entry.address, entry.device, entry.session, entry.request) == (
        *("203.0.113.9", "device"),
        *("session", "request"),
    )
    assert entry.customer == pseudonym_of(customer) != customer
    assert AuditPending.objects.filter(entry=entry.pk).exists()


def test_an_entry_is_authentic_when_read_back() -> None:
    details = {
        "of": [1, True, None, "a\x00b", "\ud800"],
        "far": 2**60,
        "share": 0.5,
        "deep": {"a": {"b": {"c": {"d": 1}}}},
    }

    audit.record(TRIED, by=SYSTEM, details=details)

    entry = AuditEntry.objects.get()
    assert keys.is_authentic(canonical(document(entry)), entry.key, bytes(entry.mac))


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_entry() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(TRIED, by=SYSTEM)
        1 / 0  # noqa: B018

    assert not AuditEntry.objects.exists() and not AuditPending.objects.exists()


def test_what_nobody_keeps_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_keepers", [])

    with pytest.raises(audit.NoTrail):
        audit.record(TRIED, by=SYSTEM)


def test_what_cannot_be_written_is_not_done() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE security_auditpending RENAME TO elsewhere")
        audit.record(TRIED, by=SYSTEM)


def test_a_customer_appears_by_pseudonym_only() -> None:
    customer = new_id()

    audit.record(TRIED, by=Actor("customer", customer), on=f"customer:{customer}")

    entry = AuditEntry.objects.get()
    pseudonym = pseudonym_of(customer)
    assert entry.customer == entry.actor_id == pseudonym and entry.subject == f"customer:{pseudonym}"
    assert str(customer) not in str(document(entry))


def test_a_customer_keeps_one_pseudonym_and_forgetting_unlinks_it() -> None:
    customer = new_id()
    audit.record(TRIED, by=SYSTEM, customer=customer)
    audit.record(TRIED, by=SYSTEM, on=f"customer:{customer}")
    (pseudonym,) = set(AuditEntry.objects.values_list("customer", flat=True))

    assert customers_of([pseudonym]) == {pseudonym: customer}
    assert forget(customer) and not forget(customer)

    assert pseudonym_of(customer) is None and customers_of([pseudonym]) == {}
    assert AuditEntry.objects.filter(customer=pseudonym).count() == 2


def test_an_entry_costs_one_statement_for_the_house_and_two_for_a_member_of_staff(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    user, customer = Actor.staff(UserFactory()), new_id()
    audit.record(TRIED, by=user, customer=customer)

    with django_assert_num_queries(1):  # type: ignore[operator]
        audit.record(TRIED, by=SYSTEM)
    with django_assert_num_queries(2):  # type: ignore[operator]
        audit.record(TRIED, by=user, customer=customer)


def test_far_too_many_details_become_their_digest() -> None:
    audit.record(TRIED, by=SYSTEM, details={str(n): "x" * 300 for n in range(100)})

    assert set(AuditEntry.objects.get().details) == {"bytes", "sha256"}


@pytest.mark.parametrize("sql", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["security_auditentry"])
def test_the_database_refuses_every_change(sql: str, table: str) -> None:
    audit.record(TRIED, by=SYSTEM)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))

    assert isinstance(AuditEntry.objects.get().pk, UUID)
