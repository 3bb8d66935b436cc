"""Golden records into the table of customers."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import ibis
from django.db import connection
from django.db.models import QuerySet

from foyer.base.engine import Engine
from foyer.customers.models import Customer
from foyer.customers.profile.publishing.batches import batched, tuples_of
from foyer.customers.profile.publishing.building import COLUMNS, Builder, Told
from foyer.customers.profile.publishing.extras import extras
from foyer.customers.profile.publishing.staging import Staging
from foyer.customers.profile.voices import Voice
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
Known = tuple[str, str, str]


def publish_customers(engine: Engine, ranked: ibis.Table, chosen: Mapping[str, tuple[str, ...]]) -> int:
    """Write golden records that are new or have changed; how many."""
    voices = ranked.select(*Voice._fields).union(extras(engine, ranked))
    told = _of_each(map(Voice._make, tuples_of(engine, voices.order_by(ORDER))))
    return _write(_beside(told, _known()), chosen)


def write_few(voices: Iterable[Voice], chosen: Mapping[str, tuple[str, ...]]) -> int:
    """The same for ranked voices at hand (with extras): the few customers that somebody's decision touched."""
    told = list(_of_each(sorted(voices, key=itemgetter(*map(Voice._fields.index, ORDER)))))
    known = Customer.objects.filter(pk__in=[each.customer for each in told]).order_by("pk")
    return _write(_beside(told, _said_of(known)), chosen)


def _write(told: Iterable[Told], chosen: Mapping[str, tuple[str, ...]]) -> int:
    builder = Builder(chosen)
    staging = Staging(Customer, COLUMNS, fixed=FIXED, own=KEPT, compare=("golden_fingerprint",))
    for batch in batched(told, 2_000):
        staging.copy(builder.rows(batch))
    _free_phones(staging)
    return _merged(staging)


def _of_each(voices: Iterable[Voice]) -> Iterator[Told]:
    for customer, theirs in groupby(voices, key=itemgetter(0)):
        yield Told(customer, list(theirs))


def _known() -> Iterator[Known]:
    """Number and fingerprint of every customer, in order of identifier."""
    return _said_of(Customer.objects.order_by("pk"))


def _said_of(customers: QuerySet[Customer]) -> Iterator[Known]:
    rows = customers.values_list("pk", "number", "golden_fingerprint")
    return ((str(customer), number, mark) for customer, number, mark in rows.iterator(chunk_size=5_000))


def _beside(told: Iterable[Told], known: Iterator[Known]) -> Iterator[Told]:
    """Each customer with the number and fingerprint it has so far; both come in order of identifier."""
    held = next(known, None)
    for each in told:
        while held is not None and held[0] < each.customer:
            held = next(known, None)
        yield each._replace(number=held[1], fingerprint=held[2]) if held and held[0] == each.customer else each


def _merged(staging: Staging) -> int:
    """Merge; a customer whose branch nobody ever named belongs to head office."""
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
