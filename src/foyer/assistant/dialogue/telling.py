"""What the assistant says by itself while a service waits: a reminder, its end, an outcome that came late."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from foyer.assistant.composing import Reply
from foyer.assistant.dialogue import saying
from foyer.assistant.dialogue.advancing import prompt_again
from foyer.assistant.labelling import metadata
from foyer.base.actors import ASSISTANT
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.conversations import actions as conversations
from foyer.conversations.errors import ConversationClosed, NotYourTurn
from foyer.servicing import queries
from foyer.servicing.queries import Order


@transaction.atomic
def remind(order_id: UUID) -> None:
    """The open question again, once; who writes to a person meanwhile is not interrupted."""
    order = queries.order_of(order_id)
    if order is None or not order.is_live:
        return
    with suppress(Refusal):  # the core system is away: the question would have no choices
        again = prompt_again(order, order.language, before=saying.STILL_THERE)
        _say(order, again, f"order-idle-{order.pk}-{order.touched_at:%H%M%S}")


@transaction.atomic
def tell_the_end(order_id: UUID, state: str) -> None:
    """That it ran out, or what came of it after all."""
    order = queries.order_of(order_id)
    if order is None:
        return
    title = queries.process_of(order.process).title.in_(order.language)
    text = saying.EXPIRED.in_(order.language).format(title=title) if state == "expired" else _outcome(order)
    if text:
        _say(order, saying.said(text, order.language), f"order-end-{order.pk}")


def _outcome(order: Order) -> str:
    return Bilingual.from_json(order.result.get("text", {})).in_(order.language)


def _say(order: Order, reply: Reply, client_id: str) -> None:
    talk = order.conversation
    if talk is None or talk.owner != "assistant":
        return
    payload = {"machine": metadata(order.pk, calibration=""), **({"choices": reply.choices} if reply.choices else {})}
    try:
        with transaction.atomic():
            conversations.send(
                talk.pk, text=reply.text, kind=reply.kind, payload=payload, lang=order.language, epoch=talk.owner_epoch,
                client_id=client_id, by=ASSISTANT,
            )  # fmt: skip
    except (NotYourTurn, ConversationClosed):
        return
