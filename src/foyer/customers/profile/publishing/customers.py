"""Golden records into the table of customers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis
import pyarrow as pa
from django.db import connection
from django.db.models import QuerySet

from foyer.base.engine import Engine
from foyer.base.hands import Share
from foyer.customers.models import Customer
from foyer.customers.profile.publishing.building import COLUMNS, Builder, Told, new_numbers
from foyer.customers.profile.publishing.extras import extras
from foyer.customers.profile.publishing.pieces import Piece, pieces_of
from foyer.customers.profile.publishing.staging import Staging
from foyer.customers.profile.voices import Spoken, Voice
from foyer.staff import queries as staff

FIXED = ("number", "blocked_by", "blocked_reason", "joined_at")
KEPT = {  # what somebody entered by hand stays while no source says it
    "name": "COALESCE(NULLIF(excluded.name, ''), old.name)",
    "email": "COALESCE(NULLIF(excluded.email, ''), old.email)",
    "tier": "COALESCE(NULLIF(excluded.tier, ''), old.tier)",
    "unit_id": "COALESCE(excluded.unit_id, old.unit_id)",
    "birth_year": "COALESCE(excluded.birth_year, old.birth_year)",
    "is_elderly": "excluded.is_elderly OR (excluded.birth_year IS NULL AND old.is_elderly)",
}
ORDER = ("customer_id", "attribute", "place", "value")
OF_ORDER = tuple(f"of_{name}" for name in ORDER)
Known = tuple[str, str, str]


def publish_customers(
    engine: Engine, ranked: ibis.Table, chosen: Mapping[str, tuple[str, ...]], share: Share[Any, Any]
) -> int:
    """Write golden records that are new or have changed; how many."""
    voices = ranked.select(*Voice._fields).union(extras(engine, ranked))
    table = voices.select("customer_id", **{f"of_{name}": voices[name] for name in Voice._fields})
    staging = _staging()
    for rows in share(Builder(chosen), _numbered(pieces_of(engine, table, OF_ORDER, _known()))):
        staging.copy(rows)
    return _merged(staging)


def write_few(voices: Iterable[Voice], chosen: Mapping[str, tuple[str, ...]]) -> int:
    """The same for ranked voices at hand (with extras): the few customers that somebody's decision touched."""
    of_each = {one: list[Spoken](theirs) for one, theirs in groupby(sorted(voices, key=_order), key=itemgetter(0))}
    known = {row[0]: row for row in _said_of(Customer.objects.filter(pk__in=of_each))}
    told = [Told(one, spoken, *known.get(one, (one, "", ""))[1:]) for one, spoken in of_each.items()]
    staging = _staging()
    staging.copy(Builder(chosen).rows(told, new_numbers(len(of_each.keys() - known.keys()))))
    return _merged(staging)


def _staging() -> Staging:
    return Staging(Customer, COLUMNS, fixed=FIXED, own=KEPT, compare=("golden_fingerprint",), straight=True)


def _numbered(pieces: Iterable[tuple[pa.Array, Piece[Known]]]) -> Iterator[Piece[Known]]:
    """Each piece with numbers for the customers who have none yet."""
    for customers, piece in pieces:
        new = sum(customer not in piece.known for customer in customers.to_pylist())
        yield piece._replace(numbers=new_numbers(new))


_order = itemgetter(*map(Voice._fields.index, ORDER))


def _known() -> Iterator[Known]:
    """Number and fingerprint of every customer, in order of identifier."""
    return _said_of(Customer.objects.order_by("pk"))


def _said_of(customers: QuerySet[Customer]) -> Iterator[Known]:
    rows = customers.values_list("pk", "number", "golden_fingerprint")
    return ((str(customer), number, mark) for customer, number, mark in rows.iterator(chunk_size=5_000))


def _merged(staging: Staging) -> int:
    """Merge; a customer whose branch nobody ever named belongs to head office."""
    if not staging.is_straight:
        _free_phones(staging)
    written = staging.merge()
    if root := staff.root_unit_id():
        Customer.objects.filter(unit=None).update(unit=root)
    return written


def _free_phones(staging: Staging) -> None:
    """Let go of sign-in phones that move to another customer, so that no two hold one at any moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer AS old SET phone_index = NULL, phone = '' "
            "FROM staged_customers_customer AS new "
            "WHERE new.phone_index IS NOT NULL AND old.phone_index = new.phone_index AND old.id <> new.id"
        )
