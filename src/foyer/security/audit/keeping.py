"""Keeping an entry: one row, in the transaction of the act, authenticated so that only who has the keys can write one.

A customer appears by pseudonym only: as the one it concerns, as its subject, and as the one who acts.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import connection as _connection
from psycopg.types.json import Jsonb

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.audit import Entry, kept_by
from foyer.base.postgres.base import DatabaseWrapper
from foyer.security.audit import keys
from foyer.security.audit.canonical import canonical, document, plain_details, plain_text
from foyer.security.audit.labels import labels
from foyer.security.audit.subjects import given_pseudonym
from foyer.security.models import AuditEntry
from foyer.staff.queries import HELD_ROLES

connection = cast(DatabaseWrapper, _connection)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VERIFIED = 2  # a customer who acts has signed in
_KNOWN = f"SELECT (SELECT pseudonym FROM security_auditsubject WHERE customer = %s), {HELD_ROLES}"  # noqa: S608  ours
_COLUMNS: list[Any] = list(AuditEntry._meta.local_concrete_fields)
_INSERT = f"""
    WITH kept AS (
        INSERT INTO security_auditentry ({", ".join(field.column for field in _COLUMNS)})
        VALUES ({", ".join(["%s"] * len(_COLUMNS))}) RETURNING id, at
    )
    INSERT INTO security_auditpending (entry, at) SELECT id, at FROM kept
"""  # noqa: S608  our own names


@kept_by
def keep(entry: Entry) -> None:
    """Write the entry. Raises whatever the database raises: what cannot be recorded is not done."""
    row = written(entry)
    values = [Jsonb(row.details) if field.name == "details" else getattr(row, field.attname) for field in _COLUMNS]
    with connection.prepared() as cursor:
        cursor.execute(_INSERT, values)


def written(entry: Entry) -> AuditEntry:
    """The row of an entry, with its authentication code."""
    at = clock.now()
    customer = _customer_of(entry)
    pseudonym, roles = _known(customer, entry.by)
    row = AuditEntry(
        id=id_at(at),
        at=at,
        actor_kind=entry.by.kind,
        actor_id=_actor_id(entry.by, customer, pseudonym),
        actor_roles=roles,
        assurance=_assurance(entry),
        act=entry.kind.code,
        subject=plain_text(_subject(entry.on, customer, pseudonym), 120),
        customer=pseudonym,
        purpose=plain_text(entry.purpose, 60),
        reason=plain_text(entry.reason, 300),
        fields=[plain_text(name, 80) for name in entry.fields],
        outcome=entry.outcome,
        details=plain_details({**entry.details, **labels()}),
        address=plain_text(entry.where.address, 45),
        device=plain_text(entry.where.device, 64),
        session=plain_text(entry.where.session, 64),
        request=plain_text(entry.where.request, 64),
        key=keys.current_key(),
    )
    row.mac = cast(bytes, keys.authenticate(canonical(document(row)), row.key))
    return row


def id_at(at: datetime) -> UUID:
    """A UUIDv7 whose first 60 bits are the time, to a quarter of a microsecond (RFC 9562, method 3)."""
    milliseconds, rest = divmod((at - EPOCH) // timedelta(microseconds=1), 1_000)
    chance = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=milliseconds << 80 | 7 << 76 | (rest * 4096 // 1_000) << 64 | 2 << 62 | chance)


def _customer_of(entry: Entry) -> UUID | None:
    """Whose data it concerns: as said, else the customer who is the subject or who acts."""
    if entry.customer is not None:
        return entry.customer
    kind, _, identifier = entry.on.partition(":")
    if kind == "customer":
        return _as_id(identifier)
    return entry.by.id if entry.by.kind == "customer" else None


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _known(customer: UUID | None, by: Actor) -> tuple[UUID | None, list[str]]:
    """The customer's pseudonym and the roles that the actor holds now, in one query; none where neither is needed."""
    staff = by.id if by.is_staff else None
    if customer is None and staff is None:
        return None, []
    with connection.prepared() as cursor:
        cursor.execute(_KNOWN, [customer, staff, staff])
        pseudonym, roles = cast(tuple[Any, list[str]], cursor.fetchone())
    if customer is not None and pseudonym is None:
        pseudonym = given_pseudonym(customer)
    return pseudonym, roles


def _subject(on: str, customer: UUID | None, pseudonym: UUID | None) -> str:
    return f"customer:{pseudonym}" if customer and on == f"customer:{customer}" else on


def _actor_id(by: Actor, customer: UUID | None, pseudonym: UUID | None) -> UUID | None:
    if by.kind != "customer" or by.id is None:
        return by.id
    return pseudonym if by.id == customer else given_pseudonym(by.id)


def _assurance(entry: Entry) -> int | None:
    if entry.by.is_staff:
        return entry.where.assured()
    return VERIFIED if entry.by.kind == "customer" else None
