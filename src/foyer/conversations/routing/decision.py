"""The routing decision: pure, ordered by a table of preferences, each explained in both languages.

An agent is out when they are full, do not speak the language, lack a needed skill, or let this very conversation pass a
moment ago. After the queue's `relax_seconds` language and skill are wished for and no longer required: a customer must
reach a person. Of those left, the first difference in the table decides:

1. the customer's dedicated agent   2. the agent who served them last   3. speaks their language
4. skill, summed levels   5. the smallest share of capacity in use   6. the longest without a new conversation
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Request:
    """What the waiting conversation asks for."""

    language: str
    skills: frozenset[str] = frozenset()
    dedicated: UUID | None = None
    last: UUID | None = None
    passed_by: frozenset[UUID] = frozenset()
    relaxed: bool = False


@dataclass(frozen=True)
class Candidate:
    """An agent as routing sees them."""

    id: UUID
    name: str
    capacity: int
    load: int
    languages: frozenset[str]
    skills: dict[str, int] = field(default_factory=dict)
    last_given_at: datetime | None = None

    @property
    def has_room(self) -> bool:
        return self.load < self.capacity


@dataclass(frozen=True)
class Ranked:
    candidate: Candidate
    reasons: list[Bilingual]


@dataclass(frozen=True)
class Decision:
    """The ranking, best first, and for everyone left out the reason."""

    ranking: list[Ranked]
    left_out: list[tuple[Candidate, Bilingual]]

    @property
    def best(self) -> Ranked | None:
        return self.ranking[0] if self.ranking else None

    def as_json(self) -> dict[str, Any]:
        """The whole decision in words, to be kept beside what was done."""
        return {
            "ranking": [_line(ranked.candidate, ranked.reasons) for ranked in self.ranking[:5]],
            "left_out": [_line(candidate, [reason]) for candidate, reason in self.left_out[:20]],
        }


def decide(request: Request, candidates: list[Candidate]) -> Decision:
    """Rank the candidates for one request."""
    fit, left_out = [], []
    for candidate in candidates:
        obstacle = _obstacle(request, candidate)
        if obstacle:
            left_out.append((candidate, obstacle))
        else:
            fit.append(candidate)
    fit.sort(key=lambda candidate: [key(request, candidate) for key, _reason in _PREFERENCES])
    return Decision([Ranked(candidate, _reasons(request, candidate)) for candidate in fit], left_out)


def is_served_by(request: Request, candidates: list[Candidate]) -> bool:
    """Whether nothing stands between the request and at least one of the candidates."""
    return any(_obstacle(request, candidate) is None for candidate in candidates)


def _obstacle(request: Request, candidate: Candidate) -> Bilingual | None:
    return next((reason for hinders, reason in _OBSTACLES if hinders(request, candidate)), None)


def _reasons(request: Request, candidate: Candidate) -> list[Bilingual]:
    return [text for _key, reason in _PREFERENCES if (text := reason(request, candidate))]


def _skill(request: Request, candidate: Candidate) -> int:
    return sum(candidate.skills.get(code, 0) for code in request.skills)


def _idle_since(candidate: Candidate) -> float:
    return candidate.last_given_at.timestamp() if candidate.last_given_at else 0.0


def _share(candidate: Candidate) -> float:
    return candidate.load / candidate.capacity if candidate.capacity else 1.0


def _when(condition: bool, zh: str, en: str) -> Bilingual | None:
    return Bilingual(zh, en) if condition else None


def _line(candidate: Candidate, reasons: list[Bilingual]) -> dict[str, Any]:
    return {"agent": str(candidate.id), "name": candidate.name, "reasons": [reason.as_json() for reason in reasons]}


Obstacle = tuple[Callable[[Request, Candidate], bool], Bilingual]
_OBSTACLES: list[Obstacle] = [
    (lambda r, c: c.id in r.passed_by, Bilingual("刚刚未接这个会话", "let this one pass a moment ago")),
    (lambda r, c: not c.has_room, Bilingual("接待量已满", "has no free capacity")),
    (
        lambda r, c: not r.relaxed and r.language not in c.languages,
        Bilingual("不使用客户的语言", "does not serve in the language"),
    ),
    (lambda r, c: not r.relaxed and not r.skills <= c.skills.keys(), Bilingual("缺少所需技能", "lacks a needed skill")),
]

Preference = tuple[Callable[[Request, Candidate], float], Callable[[Request, Candidate], Bilingual | None]]
_PREFERENCES: list[Preference] = [
    (
        lambda r, c: c.id != r.dedicated,
        lambda r, c: _when(c.id == r.dedicated, "客户的专属座席", "the customer's own agent"),
    ),
    (
        lambda r, c: c.id != r.last,
        lambda r, c: _when(c.id == r.last, "上次接待过该客户", "served this customer last time"),
    ),
    (
        lambda r, c: r.language not in c.languages,
        lambda r, c: _when(r.language in c.languages, "使用客户的语言", "serves in the language"),
    ),
    (
        lambda r, c: -_skill(r, c),
        lambda r, c: _when(_skill(r, c) > 0, f"技能分 {_skill(r, c)}", f"skill level {_skill(r, c)}"),
    ),
    (
        lambda r, c: _share(c),
        lambda r, c: Bilingual(f"在接 {c.load}/{c.capacity}", f"serving {c.load} of {c.capacity}"),
    ),
    (
        lambda r, c: _idle_since(c),
        lambda r, c: _when(c.last_given_at is None, "今日尚未接待", "has had none yet today"),
    ),
    (lambda r, c: c.id.int, lambda r, c: None),
]
