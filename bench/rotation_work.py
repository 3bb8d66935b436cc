"""What the workers of `bench rotation` do: write through the actions, read back, and compare."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Known:
    """A customer whom every worker reads, and one worker writes."""

    id: UUID
    phone: str
    talk: UUID


def fill(customers: int) -> list[Known]:
    """Customers with a conversation each."""
    from foyer.conversations.tests.factories import QueueFactory, conversation
    from foyer.customers.tests.factories import CustomerFactory
    from foyer.privacy.tests.consenting import published_notice

    QueueFactory()
    published_notice()
    people = []
    for number in range(customers):
        customer = CustomerFactory(phone=f"139{number:08}", email=f"c{number}@bank.example")
        people.append(Known(customer.pk, customer.phone, conversation(customer=customer).pk))
    return people


@dataclass
class Worker:
    """One thread. `said` is the last that it wrote of each kind, by row; nobody else writes those rows."""

    number: int
    people: list[Known]
    reads: int = 0
    writes: int = 0
    wrong: list[str] = field(default_factory=list)

    def run(self, stop: Any) -> None:
        from django.db import connections

        mine = self.people[self.number :: 16] or self.people[:1]
        self.said: dict[tuple[str, UUID], str] = {}
        chance = random.Random(self.number)
        turn = 0
        try:
            while not stop.is_set():
                self._turn(turn, chance.choice(mine), chance)
                turn += 1
        except Exception as problem:
            self.wrong.append(f"worker {self.number}, turn {turn}: {problem!r}")
        finally:
            connections.close_all()

    def _turn(self, turn: int, one: Known, chance: random.Random) -> None:
        from foyer.base.actors import SYSTEM, Actor
        from foyer.conversations import actions
        from foyer.conversations.models import Conversation
        from foyer.customers import actions as customers
        from foyer.customers.models import Customer
        from foyer.privacy.consents import deciding

        text = f"{self.number}号第{turn}句：我的卡丢了"
        talk = Conversation.objects.select_related("visitor").get(pk=one.talk)
        customers.unblock(one.id, by=SYSTEM)
        message = actions.send(talk.pk, text=text, client_id=f"{self.number}-{turn}", by=Actor.visitor(talk.visitor))
        self.said["message", message.pk] = text
        customers.block(one.id, reason=text, by=SYSTEM)
        self.said["block", one.id] = text
        if turn % 5 == 0:
            way = deciding.Way(guardian=text)
            decide = deciding.give if turn % 10 == 0 else deciding.refuse
            who = Customer.objects.get(pk=one.id)
            made = decide(who, "profiling", by=Actor.customer(who), way=way)
            self.said.setdefault(("consent", made.pk), made.guardian)
        self.writes += 3
        for (kind, row), expected in chance.sample(sorted(self.said.items()), min(4, len(self.said))):
            self._same(kind, row, _READ[kind](row), expected)
        other = chance.choice(self.people)
        self._same("phone", other.id, _found(other.phone), str(other.id))
        self._same("event", one.talk, _last_event(one.talk, text), text)

    def _same(self, kind: str, row: UUID, found: str, expected: str) -> None:
        self.reads += 1
        if found != expected:
            self.wrong.append(f"worker {self.number}: {kind} {row} is {found!r}, not {expected!r}")


def _message(row: UUID) -> str:
    from foyer.conversations.models import Message

    return str(Message.objects.get(pk=row).text)


def _block(row: UUID) -> str:
    from foyer.customers.models import Customer

    return str(Customer.objects.get(pk=row).blocked_reason)


def _consent(row: UUID) -> str:
    from foyer.privacy.models import Consent

    return str(Consent.objects.get(pk=row).guardian)


_READ = {"message": _message, "block": _block, "consent": _consent}


def _found(phone: str) -> str:
    """Whom a phone finds, if the row says so too."""
    from foyer.customers.models import Customer

    customer = Customer.objects.filter(phone_index__of=phone).first()
    return str(customer.pk) if customer and customer.phone == phone else "nobody"


def _last_event(talk: UUID, text: str) -> str:
    """What the newest live events of a conversation say of a message just written."""
    from foyer.base.live.models import LiveEvent

    events = LiveEvent.objects.filter(topic=f"conversation:{talk}", kind="message").order_by("-seq")
    said = [event.data["message"].get("text", "") for event in events[:5]]
    return text if text in said else repr(said)
