"""Messages as a data set for analysis and training: the only way in which their words leave as data.

One row a message that customer and bank could both read; notes of colleagues and events are not in it. Who spoke is a
role, the conversation a pseudonym, the day a month, and the text is scrubbed with what is known of the customer and of
the colleagues who spoke with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import ibis.expr.types as ir
import pyarrow as pa

from foyer.base.engine import Engine
from foyer.base.text import Bilingual
from foyer.conversations.models import Message
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.customers import queries as customers
from foyer.privacy.deid.datasets import Column, Releasable, release_of

CHUNK = 5_000
NAMES = ("customer_id", "conversation", "place", "month", "author", "language", "text")
SCHEMA = pa.schema([(name, pa.string()) for name in NAMES])


def _table(engine: Engine) -> ir.Table | None:
    batches = [pa.RecordBatch.from_pylist(rows, schema=SCHEMA) for rows in _chunks()]
    return engine.frame(pa.Table.from_batches(batches, SCHEMA)) if batches else None


def _chunks() -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for message in _messages().iterator(CHUNK):
        rows.append(_row(message))
        if len(rows) == CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _messages() -> Any:
    """What a known customer and the bank said to each other."""
    said = Message.objects.filter(kind=MessageKind.TEXT, is_internal=False, conversation__customer__isnull=False)
    return said.select_related("conversation").order_by("conversation_id", "seq")


def _row(message: Message) -> dict[str, Any]:
    return {
        "customer_id": str(message.conversation.customer_id), "conversation": str(message.conversation_id),
        "place": f"{message.seq:05d}", "month": message.sent_at.strftime("%Y-%m"), "author": message.author_kind,
        "language": message.lang, "text": message.text,
    }  # fmt: skip


def _known(customer_ids: Iterable[str]) -> Mapping[str, Mapping[str, list[str]]]:
    """What the golden records say of these customers, and the names of the colleagues who wrote to them."""
    ids = [UUID(one) for one in customer_ids]
    known: dict[str, dict[str, list[str]]] = defaultdict(dict, customers.known_of(ids))
    wrote = Message.objects.filter(conversation__customer__in=ids, author_kind=AuthorKind.AGENT)
    pairs = wrote.values_list("conversation__customer_id", "author_name")
    for customer_id, name in {(str(one), name) for one, name in pairs if name}:
        known[customer_id].setdefault("name", []).append(name)
    return known


release_of(
    Releasable(
        "messages",
        Bilingual("对话消息（文本已脱敏）", "Messages, their texts scrubbed"),
        ("conversation",),
        (
            Column("customer_id", "token", Bilingual("客户假名", "pseudonym"), of="customer"),
            Column("conversation", "token", Bilingual("会话假名", "conversation's pseudonym"), of="conversation"),
            Column("place", "plain", Bilingual("顺序", "place in the conversation")),
            Column("month", "quasi", Bilingual("月份", "month"), "day"),
            Column("author", "plain", Bilingual("说话人角色", "who spoke")),
            Column("language", "plain", Bilingual("语言", "language")),
            Column("text", "text", Bilingual("文本", "text")),
        ),
        _table,
        known=_known,
        is_many=True,
    )
)
