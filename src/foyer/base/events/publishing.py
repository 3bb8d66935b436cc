"""Writing a fact into the outbox."""

from typing import Any

from django.db import connection

from foyer.base import wake
from foyer.base.events.models import Delivery, OutboxFact
from foyer.base.events.registry import handlers_of, kind_of, to_json


def publish(instance: Any) -> None:
    """Tell a fact. It becomes known if, and only if, the surrounding transaction commits.

    Raises RuntimeError outside a transaction: a fact without its change would be a rumour.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of the change it tells of")
    kind = kind_of(type(instance))
    payload = to_json(instance)
    key = str(payload[kind.key])
    row = OutboxFact.objects.create(name=kind.name, key=key, payload=payload)
    handlers = handlers_of(kind.name)
    if handlers:
        Delivery.objects.bulk_create([Delivery(fact=row, handler=name, key=key) for name in handlers])
        wake.after_commit(lambda: [(wake.FACTS, "")])
