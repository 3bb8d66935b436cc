"""The past of the demo bank, played with a moved clock: customers write, the assistant answers, agents serve.

Every conversation goes through the same verbs as a live one, so measures, facts and search are as real as the plays.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

from django.utils import timezone

from foyer.base import clock, events
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.conversations import actions
from foyer.conversations.models import Conversation
from foyer.customers.models import Customer
from foyer.demo.cast import CLIENTS
from foyer.demo.talks import TALKS, WAITING, Talk
from foyer.staff.models import User

# How busy each hour is: two peaks, as bank lines have them.
BUSY = {8: 2, 9: 6, 10: 8, 11: 7, 12: 3, 13: 4, 14: 6, 15: 7, 16: 6, 17: 4, 18: 2, 19: 3, 20: 2}

Advance = Callable[[float], None]


def play_past(
    days: int, *, a_day: int = 20, seed: int = 7, tell: Callable[[int, int], None] = lambda _n, _of: None
) -> int:
    """Play `days` days up to now, about `a_day` conversations each; returns how many."""
    chance = random.Random(seed)
    moments = sorted(moment for day in range(days) for moment in _moments(day, a_day, chance))
    plays = cycle(chance.sample(TALKS, len(TALKS)))
    people = _cast()
    events.deliver_all()
    for count, moment in enumerate(moments, start=1):
        with clock.at(moment):
            _play(next(plays), people, chance)
        tell(count, len(moments))
    return len(moments)


def play_waiting() -> None:
    """Customers who stand in line now, so that the wall and the queues are not empty."""
    people = _cast()
    now = clock.now()
    for place, (lang, text, person) in enumerate(WAITING):
        with clock.at(now - timedelta(seconds=20 * (len(WAITING) - place))):
            conversation, actor = _come_in(lang, people[person])
            _say(conversation.pk, text, actor)


def _cast() -> list[Customer]:
    """The customers of the plays; all others of the bank only have their accounts."""
    return list(Customer.objects.filter(number__in=[client.number for client in CLIENTS]).order_by("number"))


def _moments(days_ago: int, count: int, chance: random.Random) -> list[datetime]:
    local = timezone.localtime(clock.now()) - timedelta(days=days_ago)
    hours = chance.choices(list(BUSY), weights=list(BUSY.values()), k=count)
    moments = [local.replace(hour=hour, minute=chance.randrange(60), second=chance.randrange(60)) for hour in hours]
    return [moment for moment in moments if moment < clock.now() - timedelta(minutes=20)]


def _play(talk: Talk, people: list[Customer], chance: random.Random) -> None:
    speakers = [person for person in people if person.language == talk.lang]
    customer = chance.choice(speakers) if chance.random() < 0.6 else None
    conversation, actor = _come_in(talk.lang, customer)
    agent: User | None = None
    for who, text in talk.lines:
        clock.advance(seconds=chance.uniform(6, 30))
        if who == "c":
            _say(conversation.pk, text, actor)
            continue
        agent = agent or _fetch_agent(conversation.pk, actor, chance)
        if agent is None:
            break
        actions.send(conversation.pk, text=text, client_id=f"demo-{clock.now().timestamp()}", by=Actor.staff(agent))
    clock.advance(seconds=chance.uniform(20, 90))
    _end(conversation.pk, talk, actor, agent, chance)
    events.deliver_all()


def _come_in(lang: str, customer: Customer | None) -> tuple[Conversation, Actor]:
    visitor, _token = actions.start_visit(channel="portal", language=lang)
    actor = Actor.visitor(visitor)
    conversation = actions.open_conversation(visitor, channel="portal", language=lang, by=actor)
    if customer:
        actions.identify(visitor, customer, method="sms_code", by=actor)
    return conversation, actor


def _say(conversation_id: UUID, text: str, actor: Actor) -> None:
    actions.send(conversation_id, text=text, client_id=f"demo-{clock.now().timestamp()}", by=actor)
    clock.advance(seconds=1.2)
    events.deliver_all()


def _fetch_agent(conversation_id: UUID, actor: Actor, chance: random.Random) -> User | None:
    """Wait in line, then whoever knows the queue's subject takes it."""
    actions.request_person(conversation_id, reason="asked", by=actor)
    clock.advance(seconds=chance.choice([4, 6, 8, 9, 11, 14, 16, 18, 24, 47]))
    conversation = Conversation.objects.select_related("queue__unit").get(pk=conversation_id)
    able = User.objects.filter(
        groups__name="agent", unit__path__startswith=conversation.queue.unit.path,
        languages__contains=[conversation.language],
    )  # fmt: skip
    for agent in chance.sample(list(able), len(able)):
        try:
            actions.take(conversation_id, by=Actor.staff(agent))
        except Refusal:
            continue
        clock.advance(seconds=chance.uniform(4, 25))
        return agent
    return None


def _end(conversation_id: UUID, talk: Talk, actor: Actor, agent: User | None, chance: random.Random) -> None:
    closer = Actor.staff(agent) if agent else actor
    disposition = talk.disposition if agent else "answered"
    actions.close(conversation_id, disposition=disposition, summary=talk.summary if agent else "", by=closer)
    if chance.random() < 0.55:
        clock.advance(seconds=chance.uniform(5, 60))
        actions.rate(conversation_id, score=chance.choice(talk.scores), by=actor)
