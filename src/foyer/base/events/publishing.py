"""Writing a fact into the outbox."""

import json
from typing import Any, cast

from django.db import connection as _connection

from foyer.base import clock, wake
from foyer.base.events.registry import handlers_of, kind_of, to_json
from foyer.base.postgres.base import DatabaseWrapper

connection = cast(DatabaseWrapper, _connection)

_TELL = """
    WITH told AS (
        INSERT INTO base_outboxfact (name, key, payload, published_at) VALUES (%s, %s, %s::jsonb, %s)
        RETURNING id, key, published_at
    )
    INSERT INTO base_delivery (fact_id, handler, key, state, attempts, next_try_at, last_error)
    SELECT told.id, handler, told.key, 'due', 0, told.published_at, ''
    FROM told, unnest(%s::text[]) WITH ORDINALITY AS h(handler, place) ORDER BY place
"""


def publish(instance: Any) -> None:
    """Tell a fact. It becomes known if, and only if, the surrounding transaction commits.

    Raises RuntimeError outside a transaction: a fact without its change would be a rumour.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction of the change it tells of")
    kind, payload = kind_of(type(instance)), to_json(instance)
    handlers = list(handlers_of(kind.name))
    with connection.prepared() as cursor:
        cursor.execute(_TELL, [kind.name, str(payload[kind.key]), json.dumps(payload), clock.now(), handlers])
    if handlers:
        wake.after_commit(wake.FACTS)
