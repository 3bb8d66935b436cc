"""A run over a labelled set: its figures with intervals, and whether it is worse than the run it is held against.

Worse is a floor of the set that is missed, or more cases lost than chance explains against the baseline: McNemar's
exact test on the cases that came out differently, one-sided at 5 %.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from scipy.stats import binomtest

from foyer.assistant.calibration import shipped
from foyer.assistant.evaluation.playing import Outcome, play
from foyer.assistant.evaluation.sets import LabelledSet
from foyer.assistant.evaluation.statistics import Share, share
from foyer.assistant.models import EvaluationRun
from foyer.base import audit
from foyer.base.actors import Actor

EVALUATED = audit.kind("assistant.evaluated", _("Labelled set played"))
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Report:
    """What one run found. `worse` are sentences for people; empty when nothing speaks against this version."""

    set_name: str
    version: str
    shares: dict[str, Share]
    outcomes: tuple[Outcome, ...]
    lost: tuple[str, ...]
    won: tuple[str, ...]
    p: float | None
    worse: tuple[str, ...]
    run: EvaluationRun

    @property
    def is_fit(self) -> bool:
        """Whether this version may be promoted as far as this set knows."""
        return not self.worse


@transaction.atomic
def evaluate(wanted: LabelledSet, *, by: Actor, version: str = "", seen: Any = None, keep: bool = False) -> Report:
    """Play the set, keep the run, hold it against the set's baseline; with `keep` a fit run is the next baseline."""
    version = version or shipped().made_on
    outcomes = tuple(play(wanted, seen=seen))
    by_kind = Counter(one.kind for one in outcomes)
    shares = {kind: share(sum(o.is_right for o in outcomes if o.kind == kind), n) for kind, n in by_kind.items()}
    results = {f"{one.kind} {one.case}": one.is_right for one in outcomes}
    baseline = EvaluationRun.objects.filter(name=wanted.name, is_baseline=True).first()
    lost, won, p = _against(baseline, results)
    worse = _worse(wanted, shares, lost, won, p)
    run = EvaluationRun.objects.create(
        name=wanted.name, digest=wanted.digest, version=version, results=results, by=str(by),
        figures={kind: {"right": one.hits, "of": one.count} for kind, one in shares.items()} | {"worse": list(worse)},
    )  # fmt: skip
    if keep and not worse:
        _make_baseline(run)
    audit.record(EVALUATED, by=by, on=f"evaluation:{run.pk}", details={"set": wanted.name, "worse": len(worse)})
    return Report(wanted.name, version, shares, outcomes, lost, won, p, worse, run)


def _against(
    baseline: EvaluationRun | None, results: dict[str, bool]
) -> tuple[tuple[str, ...], tuple[str, ...], float | None]:
    """The cases of both runs that were right before and are wrong now, the other way round, and the p-value."""
    if baseline is None:
        return (), (), None
    both = [case for case in results if case in baseline.results]
    lost = tuple(case for case in both if baseline.results[case] and not results[case])
    won = tuple(case for case in both if results[case] and not baseline.results[case])
    changed = len(lost) + len(won)
    p = float(binomtest(len(lost), changed, 0.5, alternative="greater").pvalue) if changed else 1.0
    return lost, won, p


def _worse(
    wanted: LabelledSet, shares: dict[str, Share], lost: tuple[str, ...], won: tuple[str, ...], p: float | None
) -> tuple[str, ...]:
    said = [
        f"{kind}: {shares[kind].value:.1%}, at least {least:.1%} is asked"
        for kind, least in wanted.at_least.items()
        if kind in shares and (shares[kind].value or 0.0) < least
    ]
    if p is not None and p <= SIGNIFICANT:
        said.append(f"{len(lost)} cases lost and {len(won)} won against the baseline (p {p:.3f})")
    return tuple(said)


def _make_baseline(run: EvaluationRun) -> None:
    EvaluationRun.objects.filter(name=run.name, is_baseline=True).update(is_baseline=False)
    EvaluationRun.objects.filter(pk=run.pk).update(is_baseline=True)
