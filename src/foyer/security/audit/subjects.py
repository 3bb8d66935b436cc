"""Whose an entry is, kept apart from the entry.

The trail writes a pseudonym, drawn by lot when a customer is first mentioned. When the one line that links the two is
deleted, nobody can tell any more whose those entries were, and not a byte of the chain has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import connection as _connection

from foyer.base.postgres.base import DatabaseWrapper
from foyer.security.models import AuditSubject

connection = cast(DatabaseWrapper, _connection)

_MAKE = """
    INSERT INTO security_auditsubject (customer, pseudonym) VALUES (%s, %s)
    ON CONFLICT (customer) DO NOTHING RETURNING pseudonym
"""
_FIND = "SELECT pseudonym FROM security_auditsubject WHERE customer = %s"


def pseudonym_of(customer: UUID) -> UUID | None:
    """The pseudonym under which the trail speaks of a customer; None if it never did, or has forgotten."""
    return AuditSubject.objects.filter(customer=customer).values_list("pseudonym", flat=True).first()


def customers_of(pseudonyms: Iterable[UUID]) -> dict[UUID, UUID]:
    """The customers behind some pseudonyms, without those who are forgotten."""
    found = AuditSubject.objects.filter(pseudonym__in=set(pseudonyms))
    return dict(found.values_list("pseudonym", "customer"))


def forget(customer_id: UUID) -> bool:
    """Unlink a customer from everything the trail says; whether there was anything to unlink. Cannot be undone."""
    deleted, _each = AuditSubject.objects.filter(customer=customer_id).delete()
    return bool(deleted)


def given_pseudonym(customer: UUID) -> UUID:
    """The pseudonym of a customer who has none yet; two who ask at once get the same."""
    with connection.prepared() as cursor:
        cursor.execute(_MAKE, [customer, uuid4()])
        row: tuple[Any, ...] | None = cursor.fetchone()
        if row is None:
            cursor.execute(_FIND, [customer])
            row = cursor.fetchone()
    return cast(tuple[UUID], row)[0]
