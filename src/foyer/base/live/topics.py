"""Who may follow what: each room registers the topics it owns and how its outside guests prove themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from foyer.base.actors import Actor


@dataclass(frozen=True)
class Principal:
    """Whoever opened a stream; `session` is the sign-in session's key, empty for a bearer token."""

    actor: Actor
    session: str | None = None


MayRead = Callable[[Principal, list[str]], bool]
Bearer = Callable[[str], Principal | None]

Attending = Callable[[set[Principal]], None]

SessionHolds = Callable[[Any], bool]

_readers: dict[str, MayRead] = {}
_bearers: list[Bearer] = []
_attending: list[Attending] = []
_session_checks: list[SessionHolds] = []


def register(kind: str, *, may_read: MayRead) -> None:
    """Say who may read topics "kind:…"; `may_read` gets the principal and the parts after the kind."""
    _readers[kind] = may_read


def bearer(authenticate: Bearer) -> Bearer:
    """Register a way to recognise an `Authorization: Bearer` token."""
    _bearers.append(authenticate)
    return authenticate


def session_held(check: SessionHolds) -> SessionHolds:
    """Register a rule that a sign-in session must meet to open or keep a stream (not idle too long, not too old)."""
    _session_checks.append(check)
    return check


def session_holds(session: Any) -> bool:
    return all(check(session) for check in _session_checks)


def attending(tell: Attending) -> Attending:
    """Register a function that is told, every few seconds in each web process, who has a stream open there."""
    _attending.append(tell)
    return tell


def tell_attending(present: set[Principal]) -> None:
    for tell in _attending:
        tell(present)


def authenticate_bearer(token: str) -> Principal | None:
    """The principal behind a bearer token, if any room knows it."""
    return next((principal for known in _bearers if (principal := known(token))), None)


def may_read(principal: Principal, topic: str) -> bool:
    """Whether the principal may follow the topic; an unknown kind of topic is closed to all."""
    kind, *parts = topic.split(":")
    reader = _readers.get(kind)
    return bool(reader and reader(principal, parts))
