"""The list of pairs that wait for a steward, kept in step with what the last run found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from foyer.customers.identity.charts import Bars
from foyer.customers.models import MatchModel, PairReview

STATES = PairReview.State


@dataclass(frozen=True)
class Asked:
    """A pair that a run could not decide."""

    left: str
    right: str
    weight: float
    bars: Bars

    @property
    def key(self) -> tuple[UUID, UUID]:
        one, other = UUID(self.left), UUID(self.right)
        return (one, other) if str(one) < str(other) else (other, one)

    @property
    def probability(self) -> float:
        return 1.0 / (1.0 + 2.0 ** -max(min(self.weight, 100.0), -100.0))


def bring_up_to_date(asked: Iterable[Asked], model: MatchModel | None) -> int:
    """New pairs wait; pairs that are no longer in question are settled. How many wait now."""
    found = {one.key: one for one in asked}
    known = {(pair.left, pair.right): pair for pair in PairReview.objects.all()}
    _settle([pair for key, pair in known.items() if key not in found])
    PairReview.objects.bulk_create(
        [_new(one, model) for key, one in found.items() if key not in known], batch_size=2_000
    )
    moved = [_renewed(known[key], one, model) for key, one in found.items() if key in known]
    PairReview.objects.bulk_update(
        [pair for pair in moved if pair], ["probability", "weight", "evidence", "state", "model"], batch_size=2_000
    )
    return PairReview.objects.filter(state=STATES.WAITING).count()


def _settle(pairs: list[PairReview]) -> None:
    gone = [pair.pk for pair in pairs if pair.state == STATES.WAITING]
    PairReview.objects.filter(pk__in=gone).update(state=STATES.SETTLED)


def _new(one: Asked, model: MatchModel | None) -> PairReview:
    left, right = one.key
    return PairReview(
        left=left, right=right, probability=one.probability, weight=one.weight, evidence=one.bars, model=model
    )  # fmt: skip


def _renewed(pair: PairReview, one: Asked, model: MatchModel | None) -> PairReview | None:
    """A pair that is in question again, or weighs differently; None where nothing changed or a steward has spoken."""
    spoken = pair.state in (STATES.MERGED, STATES.KEPT_APART)
    if spoken or (pair.state == STATES.WAITING and abs(pair.weight - one.weight) < 1e-9):
        return None
    pair.probability, pair.weight, pair.evidence = one.probability, one.weight, one.bars
    pair.state, pair.model = STATES.WAITING, model
    return pair
