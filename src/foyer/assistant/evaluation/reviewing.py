"""Answer accuracy as people judge it: a stratified sample, two reviewers blind to each other, automatic checks.

Strata are the subject's volume and the band of confidence, so that rare and unsure answers are judged too and weigh
what they are. Drawing is by chance from a seed that is kept, so a drawing can be repeated.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from foyer.assistant.evaluation.checking import faults_of
from foyer.assistant.evaluation.errors import NoSuchAnswer, NothingToSample
from foyer.assistant.evaluation.statistics import Share, Stratum, kappa, stratified
from foyer.assistant.models import Review, Sample, SampledAnswer, Turn
from foyer.base.actors import Actor
from foyer.conversations import queries as conversations

A_STRATUM = 30
MOST_DRAWN = 600
REVIEWERS = 2
PUBLISHABLE = 0.7
"""Agreement (κ) below which accuracy is not published as a figure."""
BANDS = ((0.9, "sure"), (0.7, "likely"), (0.0, "unsure"))
FREQUENT = 5
RIGHT = {Review.Verdict.CORRECT: 1.0, Review.Verdict.PARTLY: 0.5}
INTENT_RIGHT = {Review.Verdict.CORRECT: 1.0, Review.Verdict.PARTLY: 1.0}


def stratum_of(subject: str, confidence: float | None, frequent: Iterable[str]) -> str:
    """E.g. "cards/sure", "others/unsure"."""
    band = next(name for least, name in BANDS if (confidence or 0.0) >= least)
    return f"{subject if subject in frequent else 'others'}/{band}"


@transaction.atomic
def draw(user: Any, since: datetime, until: datetime, *, by: Actor, a_stratum: int = A_STRATUM) -> Sample:
    """Draw answers of a window, of conversations that `user` may see, for review."""
    rows = list(
        _answers(since, until, user.unit.path if user.unit else "-").values_list(
            "pk", "confidence", "conversation__topic"
        )
    )
    if not rows:
        raise NothingToSample
    volume = Counter(topic for _pk, _sure, topic in rows if topic)
    frequent = {topic for topic, _n in volume.most_common(FREQUENT)}
    strata: dict[str, list[UUID]] = defaultdict(list)
    for pk, sure, topic in rows:
        strata[stratum_of(topic, sure, frequent)].append(pk)
    sample = Sample.objects.create(
        since=since, until=until, unit=user.unit, drawn_by=str(by),
        strata={name: {"size": len(turns), "drawn": min(len(turns), a_stratum)} for name, turns in strata.items()},
    )  # fmt: skip
    chance = random.Random(sample.pk.int)  # noqa: S311  a drawing that can be repeated, no secret
    drawn = {
        pk: name
        for name, turns in sorted(strata.items())
        for pk in chance.sample(sorted(turns), min(len(turns), a_stratum))
    }
    turns = Turn.objects.in_bulk(list(drawn)[:MOST_DRAWN])
    SampledAnswer.objects.bulk_create(
        SampledAnswer(sample=sample, turn=turn, stratum=drawn[pk], faults=faults_of(turn)) for pk, turn in turns.items()
    )
    return sample


def waiting_for(user: Any, limit: int = 50) -> list[SampledAnswer]:
    """What `user` has still to judge, those with found faults first; nothing two colleagues have judged."""
    rows = sorted(
        _open(user).order_by("pk").select_related("turn", "sample")[:MOST_DRAWN], key=lambda one: not one.faults
    )
    return rows[:limit]


def count_waiting(user: Any) -> int:
    return _open(user).count()


@transaction.atomic
def judge(answer_id: UUID, verdict: str, *, user: Any, note: str = "") -> Review:
    """A reviewer's verdict; a second thought replaces the first."""
    answer = _seen(user).select_for_update(of=("self",)).filter(pk=answer_id).first()
    if answer is None or verdict not in Review.Verdict.values:
        raise NoSuchAnswer
    others = answer.reviews.exclude(reviewer=user).count()
    if others >= REVIEWERS:
        raise NoSuchAnswer
    review, _is_new = Review.objects.update_or_create(
        answer=answer, reviewer=user, defaults={"verdict": verdict, "note": note.strip()[:500]}
    )
    return review


@dataclass(frozen=True)
class Agreement:
    """Answers that two have judged, how often alike, and beyond chance."""

    pairs: int
    alike: int
    kappa: float | None

    @property
    def is_publishable(self) -> bool:
        return self.kappa is None or self.kappa >= PUBLISHABLE


def agreement(since: datetime, until: datetime, path: str) -> Agreement:
    """Of the first two reviewers of each answer."""
    table: Counter[tuple[str, str]] = Counter()
    for verdicts in _verdicts(since, until, path).values():
        if len(verdicts) >= REVIEWERS:
            table[verdicts[0][1], verdicts[1][1]] += 1
    return Agreement(sum(table.values()), sum(n for (a, b), n in table.items() if a == b), kappa(table))


def accuracy_of(since: datetime, until: datetime, path: str, *, judged: str = "answer") -> Share:
    """The share of right answers over all strata, each weighing what it is. An answer two judged counts their mean."""
    worth = INTENT_RIGHT if judged == "intent" else RIGHT
    right: dict[str, float] = defaultdict(float)
    sampled: Counter[str] = Counter()
    for (stratum, _answer), verdicts in _verdicts(since, until, path).items():
        sampled[stratum] += 1
        right[stratum] += sum(worth.get(Review.Verdict(word), 0.0) for _by, word in verdicts) / len(verdicts)
    sizes: Counter[str] = Counter()
    for strata in Sample.objects.filter(_within(since, until, path)).values_list("strata", flat=True):
        sizes.update({name: told["size"] for name, told in strata.items()})
    return stratified([Stratum(sizes[name], count, right[name]) for name, count in sorted(sampled.items())])


def _verdicts(since: datetime, until: datetime, path: str) -> dict[tuple[str, UUID], list[tuple[Any, str]]]:
    rows = Review.objects.filter(answer__sample__in=Sample.objects.filter(_within(since, until, path))).order_by("at")
    found: dict[tuple[str, UUID], list[tuple[Any, str]]] = defaultdict(list)
    for stratum, answer, reviewer, verdict in rows.values_list("answer__stratum", "answer", "reviewer", "verdict"):
        found[stratum, answer].append((reviewer, verdict))
    return found


def _within(since: datetime, until: datetime, path: str) -> Q:
    return Q(since__gte=since, until__lte=until, unit__path__startswith=path)


def _answers(since: datetime, until: datetime, path: str) -> QuerySet[Turn]:
    return Turn.objects.filter(
        kind=Turn.Kind.ANSWER, outcome=Turn.Outcome.SAID, at__gte=since, at__lt=until,
        conversation__unit__path__startswith=path,
    )  # fmt: skip


def _seen(user: Any) -> QuerySet[SampledAnswer]:
    return SampledAnswer.objects.filter(turn__conversation__in=conversations.visible_to(user).values("pk"))


def _open(user: Any) -> QuerySet[SampledAnswer]:
    judged = Count("reviews", distinct=True)
    return _seen(user).exclude(reviews__reviewer=user).annotate(judged=judged).filter(judged__lt=REVIEWERS)
