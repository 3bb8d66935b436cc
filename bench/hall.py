"""Fills a house of the measurement's own with conversations that agents are serving; prints who may follow them.

Runs in the house's environment (`running.ask`). Every conversation gives two targets, its customer's and its agent's.
The rows are written at once rather than one by one through the product's verbs, and the queue is patient, so that no
conversation is reminded, returned or closed while it is measured.
"""

import json
import os
import secrets
import sys
from importlib import import_module

DAY = 86_400


def main(conversations: int, agents: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    json.dump(_fill(conversations, agents), sys.stdout)


def _fill(conversations: int, agents: int) -> list[dict[str, str]]:
    from foyer.base.actors import SYSTEM
    from foyer.base.text import Bilingual
    from foyer.staff import actions as staff

    unit = staff.open_unit(kind="head_office", name=Bilingual("总行", "Head office"), code="bench", by=SYSTEM)
    queue = _queue(unit)
    staff_targets = [_agent(number, unit) for number in range(agents)]
    return _conversations(conversations, queue, staff_targets)


def _queue(unit: object) -> object:
    from foyer.base.text import Bilingual
    from foyer.conversations.models import Queue

    return Queue.objects.create(
        code="bench", name=Bilingual("测量", "Measured"), unit=unit, is_default=True, answer_seconds=DAY,
        inactivity_remind_seconds=DAY, inactivity_close_seconds=DAY,
    )  # fmt: skip


def _agent(number: int, unit: object) -> dict[str, str]:
    """An agent who is at work and signed in; what their browser holds."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import Group

    from foyer.base.actors import Actor
    from foyer.staff import actions as staff
    from foyer.staff.models import User

    user = User(username=f"bench-{number}", display_name=f"Agent {number}", unit=unit, languages=["zh", "en"])
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name="agent"))
    staff.set_presence(user, "busy", by=Actor.staff(user))
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"user": str(user.pk), "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _conversations(count: int, queue: object, agents: list[dict[str, str]]) -> list[dict[str, str]]:
    from foyer.base import clock
    from foyer.conversations.actions.opening import token_digest
    from foyer.conversations.models import Conversation, Visitor
    from foyer.conversations.states import Owner, Status

    tokens = [secrets.token_urlsafe(32) for _ in range(count)]
    visitors = [Visitor(token_hash=token_digest(token), channel="web", language="zh") for token in tokens]
    rows = [
        Conversation(
            number=f"B-{number}", visitor=visitor, channel="web", language="zh", queue=queue, unit=queue.unit,
            status=Status.ACTIVE, owner=Owner.AGENT, assignee_id=agents[number % len(agents)]["user"],
            assigned_at=clock.now(),
        )
        for number, visitor in enumerate(visitors)
    ]  # fmt: skip
    Visitor.objects.bulk_create(visitors, batch_size=1000)
    Conversation.objects.bulk_create(rows, batch_size=1000)
    targets = []
    for number, (row, token) in enumerate(zip(rows, tokens, strict=True)):
        known = {"conversation": str(row.pk), "visitor": str(row.visitor_id), "topic": f"conversation:{row.pk}"}
        targets += [{**known, "token": token}, {**known, "cookie": agents[number % len(agents)]["cookie"]}]
    return targets
