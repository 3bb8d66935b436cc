"""The current-state tables of the lake, as this part of the room reads them."""

import ibis

from foyer.base.engine import Engine
from foyer.base.lake import Dataset


def current(engine: Engine, entity: str, *, with_gone: bool = False) -> ibis.Table | None:
    """What all sources say of an entity now; None where no source has said anything yet.

    Rows that their source no longer has are left out, or with `with_gone` kept with the time in `_gone_at`.
    """
    dataset = Dataset(f"customers.{entity}")
    if not dataset.exists():
        return None
    table = dataset.read(engine)
    if "_gone_at" not in table.columns:
        return table.mutate(_gone_at=ibis.null("timestamp(6)"))
    return table if with_gone else table.filter(table["_gone_at"].isnull())
