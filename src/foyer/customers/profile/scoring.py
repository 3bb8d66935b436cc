"""How good one profile's data is, 0 to 100, and what would raise it.

Three parts, as the bank's plan names them: completeness (40 points: the attributes a bank must know, weighted),
accuracy (40: their values are verified, or at least two sources agree) and consistency (20: sources do not contradict
each other). A customer with no record at all scores 0.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.customers.profile.golden import Golden, is_contradicted

WEIGHTS = {
    "person": {"name": 3, "document": 3, "born_on": 2, "phone": 3, "address": 2, "nationality": 1, "occupation": 1},
    "organisation": {"name": 3, "uscc": 3, "phone": 2, "address": 2, "industry": 1},
}
DOCUMENTS = ("resident_id", "passport", "hkmo_permit", "foreign_id")
ADDRESSES = ("home_address", "registered_address", "mailing_address", "work_address")
COMPLETE, ACCURATE, CONSISTENT = 40, 40, 20


@dataclass(frozen=True)
class Advice:
    """One thing that would raise the score."""

    attribute: str
    reason: str  # missing | unconfirmed | contradicted


@dataclass(frozen=True)
class Quality:
    """`score` 0–100 and its three parts as shares 0–1, with advice in order of weight."""

    score: int
    completeness: float
    accuracy: float
    consistency: float
    advice: tuple[Advice, ...]


REASONS: dict[str, Promise] = {
    "missing": _("not known"),
    "unconfirmed": _("told by one source only, not verified"),
    "contradicted": _("sources contradict each other"),
}


def quality(golden: Golden, kind: str) -> Quality:
    """Score a golden record."""
    weights = WEIGHTS.get(kind, WEIGHTS["person"])
    known = {wanted: _holder(golden, wanted) for wanted in weights}
    total = sum(weights.values())
    present = sum(weight for wanted, weight in weights.items() if known[wanted])
    sure = sum(weight for wanted, weight in weights.items() if _is_confirmed(golden, known[wanted]))
    at_odds = [attribute for attribute in golden if is_contradicted(golden, attribute)]
    complete, accurate = present / total, sure / present if present else 0.0
    consistent = 1 - len(at_odds) / len(golden) if golden else 0.0
    score = round(COMPLETE * complete + ACCURATE * accurate * complete + CONSISTENT * consistent)
    return Quality(score, complete, accurate, consistent, tuple(_advice(golden, weights, known, at_odds)))


def _advice(
    golden: Golden, weights: dict[str, int], known: dict[str, str], at_odds: list[str]
) -> list[Advice]:  # fmt: skip
    found = [Advice(wanted, "missing") for wanted in weights if not known[wanted]]
    found += [Advice(attribute, "contradicted") for attribute in at_odds]
    found += [
        Advice(known[wanted], "unconfirmed")
        for wanted in weights
        if known[wanted] and known[wanted] not in at_odds and not _is_confirmed(golden, known[wanted])
    ]
    return found


def _holder(golden: Golden, wanted: str) -> str:
    """The attribute that answers for `wanted`: any document does, and any address."""
    choices = {"document": DOCUMENTS, "address": ADDRESSES}.get(wanted, (wanted,))
    return next((name for name in choices if name in golden), "")


def _is_confirmed(golden: Golden, attribute: str) -> bool:
    kept = golden.get(attribute)
    return kept is not None and (kept["verified"] or kept["frequency"] > 1)
