"""Golden records of a few customers anew, from the records they have now: after a merge, an unmerge, a correction.

The same ranking as for millions, over claims that are read from the source records instead of the lake.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

import ibis
import pyarrow as pa
from django.db import transaction

from foyer.base.crypto import blind_indexes
from foyer.base.engine import Engine, open_engine
from foyer.customers.models import HoldingParty, Identifier, SourceRecord
from foyer.customers.profile.claims import SCHEMA
from foyer.customers.profile.publishing.batches import rows_in
from foyer.customers.profile.publishing.customers import write_few
from foyer.customers.profile.publishing.extras import KIND, SIGN_IN, TAIL, sign_in
from foyer.customers.profile.publishing.records import claims_of
from foyer.customers.profile.publishing.whole import chosen_orders, rank_few
from foyer.customers.profile.voices import Voice


@transaction.atomic
def refresh(customers: Iterable[UUID]) -> int:
    """Recompute these customers from their records; how many changed. One with no record left is not touched."""
    records = list(SourceRecord.objects.filter(customer__in=list(customers), gone_at=None))
    if not records:
        return 0
    with open_engine("duckdb", memory=512, threads=1) as engine:
        ranked = list(map(Voice._make, rows_in(engine.arrow(rank_few(engine, engine.frame(_claims(records)))))))
        beside = list(_extras(engine, records, ranked))
    return write_few([*ranked, *beside], chosen_orders())


def _claims(records: list[SourceRecord]) -> pa.Table:
    said = [{**claim, "customer_id": str(record.customer_id)} for record in records for claim in claims_of(record)]
    return pa.Table.from_pylist(said, schema=ibis.schema({**SCHEMA, "customer_id": "string"}).to_pyarrow())


def _extras(engine: Engine, records: list[SourceRecord], ranked: list[Voice]) -> Iterator[Voice]:
    owner = {record.id: str(record.customer_id) for record in records}
    kinds: dict[str, str] = {}
    for record in records:
        kinds[str(record.customer_id)] = min(record.kind, kinds.get(str(record.customer_id), record.kind))
    yield from (Voice(customer, KIND, kind) for customer, kind in kinds.items())
    held = HoldingParty.objects.filter(record__in=owner).exclude(holding__number_tail="")
    tails = {(owner[record], tail) for record, tail in held.values_list("record", "holding__number_tail")}
    yield from (Voice(customer, TAIL, tail) for customer, tail in sorted(tails))
    phones = [voice for voice in ranked if voice.attribute == "phone"]
    if phones:
        yield from _signing_in(engine, phones, set(owner.values()))


def _signing_in(engine: Engine, phones: list[Voice], ours: set[str]) -> Iterator[Voice]:
    """Whose phone signs in, the claims of all other customers to the same phones considered."""
    by_index = {index: voice.value for voice in phones for index in blind_indexes(voice.value, "customers.phone")}
    rivals: dict[tuple[str, str], bool] = defaultdict(bool)
    claims = Identifier.objects.filter(kind="phone", index__in=by_index).exclude(
        record__customer__in=[UUID(customer) for customer in ours]
    )
    for index, verified, customer in claims.values_list("index", "is_verified", "record__customer"):
        rivals[str(customer), by_index[index]] |= verified
    wanted = ("customer_id", "attribute", "value", "place", "verified")
    rows = [{name: getattr(voice, name) for name in wanted} for voice in phones] + [
        {"customer_id": customer, "attribute": "phone", "value": phone, "place": 0, "verified": verified}
        for (customer, phone), verified in rivals.items()
    ]
    for row in engine.execute(sign_in(engine.frame(pa.Table.from_pylist(rows)))).to_dict("records"):
        if row["customer_id"] in ours:
            yield Voice(row["customer_id"], SIGN_IN, row["value"])
