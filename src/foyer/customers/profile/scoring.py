"""How good one profile's data is, 0 to 100, and what would raise it.

Three parts, as the bank's plan names them: completeness (40 points: the attributes a bank must know, weighted),
accuracy (40: their values are verified, or at least two sources agree) and consistency (20: sources do not contradict
each other). A customer with no record at all scores 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.customers.profile.claims import MANY
from foyer.customers.profile.golden import Golden, is_contradicted

WEIGHTS = {
    "person": {"name": 3, "document": 3, "born_on": 2, "phone": 3, "address": 2, "nationality": 1, "occupation": 1},
    "organisation": {"name": 3, "uscc": 3, "phone": 2, "address": 2, "industry": 1},
}
DOCUMENTS = ("resident_id", "passport", "hkmo_permit", "foreign_id")
ADDRESSES = ("home_address", "registered_address", "mailing_address", "work_address")
CHOICES = {"document": DOCUMENTS, "address": ADDRESSES}
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
    """Score a golden record, with advice."""
    weights, known = _known(tuple(golden), kind)
    at_odds = [attribute for attribute in golden if is_contradicted(golden, attribute)]
    parts = _parts(golden, weights, known, len(at_odds))
    return Quality(_total(*parts), *parts, tuple(_advice(golden, weights, known, at_odds)))


def score(golden: Golden, kind: str) -> int:
    """The score alone."""
    weights, known = _known(tuple(golden), kind)
    at_odds = sum([1 for attribute, kept in golden.items() if kept["others"] and attribute not in MANY])
    return _total(*_parts(golden, weights, known, at_odds))


@lru_cache(maxsize=4096)
def _known(attributes: tuple[str, ...], kind: str) -> tuple[Mapping[str, int], Mapping[str, str]]:
    """What the bank must know of such a customer, and which attribute answers for it. Many have the same ones."""
    weights = WEIGHTS.get(kind, WEIGHTS["person"])
    return weights, {wanted: _holder(attributes, wanted) for wanted in weights}


def _parts(
    golden: Golden, weights: Mapping[str, int], known: Mapping[str, str], at_odds: int
) -> tuple[float, float, float]:  # fmt: skip
    """How complete, accurate and consistent it is, each 0–1."""
    present = sum([weight for wanted, weight in weights.items() if known[wanted]])
    sure = sum([weight for wanted, weight in weights.items() if _is_confirmed(golden, known[wanted])])
    accurate = sure / present if present else 0.0
    return present / sum(weights.values()), accurate, 1 - at_odds / len(golden) if golden else 0.0


def _total(complete: float, accurate: float, consistent: float) -> int:
    return round(COMPLETE * complete + ACCURATE * accurate * complete + CONSISTENT * consistent)


def _advice(
    golden: Golden, weights: Mapping[str, int], known: Mapping[str, str], at_odds: list[str]
) -> list[Advice]:  # fmt: skip
    found = [Advice(wanted, "missing") for wanted in weights if not known[wanted]]
    found += [Advice(attribute, "contradicted") for attribute in at_odds]
    found += [
        Advice(known[wanted], "unconfirmed")
        for wanted in weights
        if known[wanted] and known[wanted] not in at_odds and not _is_confirmed(golden, known[wanted])
    ]
    return found


def _holder(attributes: tuple[str, ...], wanted: str) -> str:
    """The attribute that answers for `wanted`: any document does, and any address."""
    if wanted in attributes:
        return wanted
    return next((name for name in CHOICES.get(wanted, ()) if name in attributes), "")


def _is_confirmed(golden: Golden, attribute: str) -> bool:
    kept = golden.get(attribute)
    return kept is not None and (kept["verified"] or kept["frequency"] > 1)
