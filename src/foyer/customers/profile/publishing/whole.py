"""From the lake to the tables that pages read: golden records, what identifies customers, what they hold.

    1. the claims of every record, joined with the cluster it is in, are ranked by the survivorship rules;
    2. one pass over them, customer by customer, gives golden records, search keys and quality scores;
    3. one pass over the records gives the source records and the blind indexes by which they are found;
    4. holdings, with their latest movements, the parties to them, relations and dated entries follow.

All in one transaction: readers see the bank before or after, and a run that dies changes nothing. What has not changed
since the last run (by fingerprint) is neither sealed nor written again.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import ibis
from django.db import transaction

from foyer.base.engine import Engine
from foyer.base.hands import hands
from foyer.base.lake import Dataset
from foyer.customers.models import SurvivorshipRule
from foyer.customers.profile.claims import claims
from foyer.customers.profile.publishing.customers import publish_customers
from foyer.customers.profile.publishing.events import publish_events
from foyer.customers.profile.publishing.holdings import publish_holdings
from foyer.customers.profile.publishing.pieces import how_many_hands
from foyer.customers.profile.publishing.records import publish_records
from foyer.customers.profile.survivorship import survive
from foyer.customers.sources import queries as sources

CLUSTERS = Dataset("customers.clusters")
GOLDEN = Dataset("customers.golden")


@dataclass(frozen=True)
class Published:
    """How many rows were new or had changed."""

    customers: int
    records: int
    holdings: int
    entries: int
    seconds: float


def publish(engine: Engine, *, run: UUID | None = None) -> Published:
    """Bring the serving tables up to date with the lake."""
    begun = time.monotonic()
    with hands(how_many_hands()) as share:
        rank(engine)  # while they come
        with transaction.atomic():
            customers = publish_customers(engine, GOLDEN.read(engine), chosen_orders(), share)
            records = publish_records(engine, run, share)
            holdings = publish_holdings(engine, run)
            entries = publish_events(engine)
    return Published(customers, records, holdings, entries, time.monotonic() - begun)


def rank(engine: Engine) -> None:
    """Rank every claim of every customer into the dataset `customers.golden`."""
    said = claims(engine)
    clusters = CLUSTERS.read(engine)
    owned = said.join(clusters, said.record_id == clusters.record_id.cast("string")).select(
        *[said[name] for name in said.columns], customer_id=clusters.customer_id.cast("string")
    )
    GOLDEN.replace(engine, survive(owned, sources.trust(), chosen_orders()))


def chosen_orders() -> Mapping[str, tuple[str, ...]]:
    """The orders of criteria that this bank chose in the back office."""
    return {rule.attribute: tuple(rule.criteria) for rule in SurvivorshipRule.objects.all()}


def rank_few(engine: Engine, rows: ibis.Table) -> ibis.Table:
    """The same ranking for claims at hand (with customer_id), as after a steward's merge."""
    return survive(rows, sources.trust(), chosen_orders())
