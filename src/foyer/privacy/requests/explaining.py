"""Why the bank's machines decided as they did about a person: each room that decides explains its own decisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foyer.base.errors import Sentence
from foyer.privacy.holders import Subject

MOST = 50


@dataclass(frozen=True)
class Explained:
    """One decision: when, what, and the reasons in the reader's language."""

    at: datetime
    what: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Explainer:
    """How a room explains what it decided about somebody, the newest first."""

    code: str
    name: Sentence
    explain: Callable[[Subject], list[Explained]]


_explainers: dict[str, Explainer] = {}


def register(explainer: Explainer) -> Explainer:
    _explainers[explainer.code] = explainer
    return explainer


def explainers() -> list[Explainer]:
    return [_explainers[code] for code in sorted(_explainers)]


def explain(subject: Subject) -> list[tuple[Explainer, list[Explained]]]:
    """Every automated decision about the person, room by room, in the reader's language."""
    told = [(explainer, explainer.explain(subject)) for explainer in explainers()]
    return [(explainer, decisions) for explainer, decisions in told if decisions]
