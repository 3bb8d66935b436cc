"""Injects that need nothing but this room and staff: a lost laptop, guessed passwords, a forged message."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from foyer.base import audit, clock, outgoing, signed
from foyer.base.actors import SYSTEM
from foyer.base.origin import Origin, coming_from
from foyer.base.outgoing import breaker
from foyer.security.drills import acts
from foyer.security.drills.stage import Stage, player
from foyer.staff import queries as staff
from foyer.staff.sign_in import sessions

NOWHERE = "192.0.2.66"
"""An address of the documentation network: nobody's (RFC 5737)."""
SILENT, SILENCE_SECONDS = "silent.foyer.invalid", 0.2
"""A host that can never exist (RFC 6761), and how long a call to it waits."""


def _sessions_closed(stage: Stage) -> bool:
    return not UserSession.objects.filter(user__in=stage.people("staff")).exists()


def _close_sessions(stage: Stage) -> None:
    for one in stage.people("staff"):
        user = staff.user_by_id(one)
        if user is not None:
            sessions.end_all(user, by=SYSTEM)


@player("lost_laptop", undo=_close_sessions, contained=_sessions_closed)
def lost_laptop(stage: Stage) -> dict[str, Any]:
    """A synthetic colleague whose session is open on a laptop that is gone; contained once somebody closed it."""
    user = stage.colleague("agent")
    store = SessionStore()
    store["drill"] = stage.drill.number
    store.set_expiry(min(int(stage.seconds_left) + 60, settings.SESSION_COOKIE_AGE))
    store.create()
    UserSession.objects.create(
        user=user, session_key=str(store.session_key), ip=NOWHERE, user_agent=f"Drill {stage.drill.number}",
        created_at=clock.now(), last_seen_at=clock.now(),
    )  # fmt: skip
    with stage.labelled():
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"user:{user.pk}", details={"did": "lost_laptop"})
    return {"sessions": 1, "account": user.get_username()}


@player("password_guessing")
def password_guessing(stage: Stage) -> dict[str, Any]:
    """Wrong passwords for a synthetic account, through the real sign-in with its real lock; for nobody else's."""
    user = stage.colleague("agent")
    request = HttpRequest()
    request.method, request.META["REMOTE_ADDR"], tries = "POST", NOWHERE, stage.number("tries", 10, 30)
    with stage.labelled(), coming_from(Origin(address=NOWHERE)):
        for _number in range(tries):
            stage.go_on()
            authenticate(request, username=user.get_username(), password=str(uuid4()))
    return {"tries": tries}


@player("forged_message")
def forged_message(stage: Stage) -> dict[str, Any]:
    """Messages with a wrong signature, an old date or none, at a door that is nobody's: each must be refused."""
    secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
    instant = int(clock.now().timestamp())
    forged = [
        {"webhook-id": "drill-1", "webhook-timestamp": str(instant), "webhook-signature": "v1,Zm9yZ2Vk"},
        {"webhook-id": "drill-2", "webhook-timestamp": str(instant - 3600), "webhook-signature": "v1,Zm9yZ2Vk"},
        {"webhook-id": "drill-3", "webhook-timestamp": str(instant)},
    ]
    refused = sum(_is_refused(headers, secret, stage) for headers in forged)
    with stage.labelled():
        outcome: audit.Outcome = "refused" if refused == len(forged) else "failed"
        details = {"did": "forged_message", "sent": len(forged), "refused": refused}
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"door:{stage.drill.number}", outcome=outcome, details=details)
    return {"sent": len(forged), "refused": refused}


def _forget_host(_stage: Stage) -> None:
    breaker.succeeded(SILENT)


@player("silent_host", undo=_forget_host)
def silent_host(stage: Stage) -> dict[str, Any]:
    """A host that never answers, called as any partner is: the first calls wait, then the breaker refuses at once."""
    breaker.succeeded(SILENT)
    waited = [_call(stage) for _number in range(breaker.FAILURES)]
    stage.saw("noticed")
    at_once = [_call(stage) for _number in range(5)]
    is_open, others = max(at_once) < SILENCE_SECONDS / 2, _is_served("another." + SILENT)
    if is_open:
        stage.saw("contained")
    figures = {
        "calls": len(waited) + len(at_once), "opened_after": breaker.FAILURES, "others_called": others,
        "waited_ms": round(1000 * waited[0], 1), "fast_refusal_ms": round(1000 * max(at_once), 1),
    }  # fmt: skip
    with stage.labelled():
        outcome: audit.Outcome = "refused" if is_open and others else "failed"
        details = {"did": "silent_host", **figures}
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"host:{stage.drill.number}", outcome=outcome, details=details)
    return figures


def _call(stage: Stage) -> float:
    """One call to nobody: its name is never looked up, so no machine hears of it. Returns the seconds it waited."""
    stage.go_on()
    url, begun = f"https://{SILENT}/drill", time.monotonic()
    with suppress(outgoing.Away):
        outgoing.send("POST", url, json={"drill": stage.drill.number}, named=(url,), resolver=_nobody_answers)
    return time.monotonic() - begun


def _nobody_answers(_host: str, _port: int) -> Sequence[str]:
    time.sleep(SILENCE_SECONDS)
    raise OSError("nobody answers in a drill")


def _is_served(host: str) -> bool:
    try:
        breaker.before(host)
    except outgoing.Away:
        return False
    return True


def _is_refused(headers: dict[str, str], secret: str, stage: Stage) -> bool:
    from foyer.base.signed.errors import NotGenuine

    try:
        signed.verify(headers, b"{}", secrets=[secret], door=f"drill:{stage.drill.number}")
    except NotGenuine:
        return True
    return False


__all__ = ["forged_message", "lost_laptop", "password_guessing", "silent_host"]
