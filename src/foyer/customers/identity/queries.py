"""What the steward's desk reads. Pairs whose customers the colleague may see; head office sees all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery

from foyer.customers import basis
from foyer.customers.identity.errors import NoSuchPair
from foyer.customers.models import IdentityChange, MatchDecision, MatchModel, PairReview, SourceRecord
from foyer.customers.profile.publishing.records import claims_of
from foyer.customers.visibility import visible_to

PERMISSION = "customers.steward_customers"
PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some of the pairs, the likeliest first; `total` of all."""

    pairs: list[PairReview]
    total: int
    number: int
    last: int


@dataclass(frozen=True)
class Row:
    """One attribute of both records. `differs` when both say something and it is not the same."""

    attribute: str
    left: list[str]
    right: list[str]
    differs: bool


@dataclass(frozen=True)
class PairView:
    """Two records side by side, and the waterfall of their match weight."""

    pair: PairReview
    left: SourceRecord
    right: SourceRecord
    rows: list[Row]
    bars: list[dict[str, Any]]
    decisions: list[MatchDecision]


def pairs(user: Any, state: str = PairReview.State.WAITING, page: int = 1) -> Page:
    """One page of the pairs in a state. Three queries, however many pairs."""
    found = _visible(user).filter(state=state)
    total = found.count()
    last = max((total + PAGE - 1) // PAGE, 1)
    page = min(max(page, 1), last)
    ordered = found.order_by("-probability", "id")
    return Page(list(ordered[(page - 1) * PAGE : page * PAGE]), total, page, last)


def pair(user: Any, pair_id: UUID | str) -> PairView:
    """One pair whole, or `NoSuchPair` for one that the colleague may not see. Values are not masked yet."""
    row = _visible(user).filter(pk=pair_id).first()
    if row is None:
        raise NoSuchPair
    records = SourceRecord.objects.select_related("customer").in_bulk([row.left, row.right])
    if len(records) < 2:
        raise NoSuchPair
    left, right = records[row.left], records[row.right]
    decisions = MatchDecision.objects.filter(left=row.left, right=row.right).order_by("-at")
    return PairView(row, left, right, _side_by_side(left, right), waterfall(row.evidence), list(decisions))


def history(user: Any, customer_id: UUID | str) -> list[IdentityChange]:
    """Every merge, split and unmerge that a customer was part of, the latest first."""
    _check(user)
    if not visible_to(user).filter(pk=customer_id).exists():
        raise NoSuchPair
    key = str(customer_id)
    touched = Q(before__has_key=key) | Q(after__has_key=key)
    return list(IdentityChange.objects.filter(touched).select_related("decision").order_by("-at", "-id"))


def model_chart() -> list[dict[str, Any]]:
    """The match weights of the live model, step by step; empty before the first run."""
    live = live_model()
    return live.chart if live else []


def live_model() -> MatchModel | None:
    """The model that decides now; none before the first run."""
    return MatchModel.objects.filter(state=MatchModel.State.LIVE).first()


def matching_models(user: Any, limit: int = 20) -> list[MatchModel]:
    """The newest models: what each learned from, how it did, and why it was refused."""
    _check(user)
    return list(MatchModel.objects.order_by("-trained_at", "-id")[:limit])


def decisions_since_training() -> int:
    """How many decisions stand that a model may learn from and none has learned from yet."""
    newest = MatchModel.objects.order_by("-trained_at").values_list("trained_at", flat=True).first()
    return sum(newest is None or one.at > newest for one in pairs_to_learn_from())


def waterfall(evidence: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars with where each begins and ends: prior first, then comparisons, then the total."""
    bars, at = [], 0.0
    for bar in evidence:
        bars.append({**bar, "from": round(at, 2), "to": round(at + bar["bits"], 2)})
        at += bar["bits"]
    return [*bars, {"comparison": "total", "step": "", "bits": round(at, 2), "from": 0.0, "to": round(at, 2)}]


def _check(user: Any) -> None:
    if not user.has_perm(PERMISSION):
        raise PermissionDenied


def _visible(user: Any) -> QuerySet[PairReview]:
    """Pairs of which the colleague may see both customers."""
    _check(user)
    customers = visible_to(user).values("pk")
    seen = PairReview.objects.annotate(left_customer=_customer("left"), right_customer=_customer("right"))
    return seen.filter(left_customer__in=customers, right_customer__in=customers)


def _customer(side: str) -> Subquery:
    return Subquery(SourceRecord.objects.filter(pk=OuterRef(side)).values("customer_id")[:1])


def _side_by_side(left: SourceRecord, right: SourceRecord) -> list[Row]:
    ours, theirs = _said(left), _said(right)
    attributes = [*ours, *(name for name in theirs if name not in ours)]
    return [_row(name, ours.get(name, []), theirs.get(name, [])) for name in attributes]


def _row(name: str, left: list[str], right: list[str]) -> Row:
    return Row(name, left, right, bool(left and right and not set(left) & set(right)))


def _said(record: SourceRecord) -> dict[str, list[str]]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims_of(record):
        if claim["value"] not in said[claim["attribute"]]:
            said[claim["attribute"]].append(claim["value"])
    return dict(said)


def decided_pairs() -> Iterable[MatchDecision]:
    """Every decision that stands: what stewards taught."""
    return MatchDecision.objects.filter(undone_at=None).order_by("left", "right")


def pairs_to_learn_from() -> list[MatchDecision]:
    """The decisions that a model may be taught with: both customers allow the training of models. Five queries."""
    decided = list(decided_pairs())
    records = {side for one in decided for side in (one.left, one.right)}
    rows = SourceRecord.objects.filter(pk__in=records, customer__isnull=False)
    owner = dict(rows.values_list("pk", "customer"))
    willing = basis.of_these(set(owner.values()), "model_training")
    return [one for one in decided if owner.get(one.left) in willing and owner.get(one.right) in willing]
