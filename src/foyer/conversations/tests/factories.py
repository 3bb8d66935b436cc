"""Rows for tests of this room and those above, made by the same verbs as the real ones."""

from typing import Any

import factory

from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.conversations import actions
from foyer.conversations.models import CannedResponse, Conversation, Message, Queue, Visitor
from foyer.staff.actions import set_presence
from foyer.staff.tests.factories import UnitFactory


class QueueFactory(factory.django.DjangoModelFactory):
    """A queue that is always open and the default of its unit."""

    class Meta:
        model = Queue

    code = factory.Sequence(lambda number: f"queue-{number}")
    name = factory.LazyAttribute(lambda queue: Bilingual(zh=f"队列{queue.code}", en=f"Queue {queue.code}"))
    unit = factory.SubFactory(UnitFactory)
    is_default = True


class CannedResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CannedResponse

    shortcut = factory.Sequence(lambda number: f"canned-{number}")
    title = Bilingual("问候", "Greeting")
    text = Bilingual("您好，{{customer}}，我是{{agent}}。", "Hello {{customer}}, this is {{agent}}.")


def visitor(*, language: str = "zh", channel: str = "portal") -> Visitor:
    return actions.start_visit(channel=channel, language=language)[0]


def conversation(*, of: Visitor | None = None, customer: Any = None, **fields: Any) -> Conversation:
    """A conversation with the assistant; there must be a queue."""
    who = of or visitor(language=fields.get("language", "zh"))
    fields = {"channel": "portal", "language": "zh", **fields}
    return actions.open_conversation(who, customer=customer, by=Actor.visitor(who), **fields)


def waiting(**fields: Any) -> Conversation:
    """A conversation in the line for a person."""
    talk = conversation(**fields)
    return actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))


def served_by(user: Any, **fields: Any) -> Conversation:
    """A conversation in an agent's hands."""
    return actions.assign(waiting(**fields).id, to=user, by=SYSTEM)


def says(talk: Conversation, text: str = "你好", *, client_id: str = "", **more: Any) -> Message:
    """The customer writes."""
    return actions.send(
        talk.id, text=text, client_id=client_id or str(new_id()), by=Actor.visitor(talk.visitor), **more
    )


def replies(talk: Conversation, user: Any, text: str = "您好", *, client_id: str = "", **more: Any) -> Message:
    """An agent writes."""
    return actions.send(talk.id, text=text, client_id=client_id or str(new_id()), by=Actor.staff(user), **more)


def at_work(*users: Any) -> None:
    """The users are at their desks and available."""
    for user in users:
        set_presence(user, "available", by=Actor.staff(user))


def events_of(talk: Conversation, code: str) -> list[Message]:
    """The lines of the house with this code, which no database can look for."""
    return [line for line in talk.messages.order_by("seq") if line.payload.get("event", {}).get("code") == code]
