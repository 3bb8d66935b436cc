"""Whether a trained version may be proposed at all: a worse one is refused, and says why."""

from __future__ import annotations

from typing import Any

SIGNIFICANT = 0.05  # chance of so lopsided a split of the differences (McNemar)
MOST_DROP = 0.02  # of accuracy, whatever chance says
MOST_ERROR = 0.08  # of calibration, and only where it is also worse than the live version's
MOST_OPENER = 0.1  # so much less of what is no intent refused
ENOUGH = 200  # phrasings from which calibration can be judged


def refusals(report: dict[str, Any], before: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The reasons against it, as codes with their figures (`words.why`); none means that it is ready."""
    return [
        why for why in (_worse(report), _fell(report, before), _unsure(report, before), _open(report, before)) if why
    ]


def _worse(report: dict[str, Any]) -> dict[str, Any] | None:
    """Significantly more wrong than the live version on the same folds, or much more wrong by any measure."""
    compared = report.get("compared")
    if not compared or compared["worse"] <= compared["better"]:
        return None
    if compared["p"] >= SIGNIFICANT and compared["live"] - compared["new"] < MOST_DROP:
        return None
    return {"code": "worse", **{name: compared[name] for name in ("new", "live", "better", "worse", "p", "number")}}


def _fell(report: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where the two could not be compared (another encoder): accuracy fell."""
    if before is None or report.get("compared") or before["accuracy"] - report["accuracy"] < MOST_DROP:
        return None
    return {"code": "fell", "new": report["accuracy"], "live": before["accuracy"]}


def _unsure(report: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any] | None:
    """It does not know how sure it may be."""
    limit = max(MOST_ERROR, before["ece"] if before else 0.0)
    if report["phrasings"] < ENOUGH or report["ece"] <= limit:
        return None
    return {"code": "unsure", "ece": report["ece"], "limit": limit}


def _open(report: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any] | None:
    """It takes much more of what is no intent for one."""
    own, theirs = report["refused"].get("elsewhere"), (before or {}).get("refused", {}).get("elsewhere")
    if own is None or theirs is None or theirs - own <= MOST_OPENER:
        return None
    return {"code": "open", "new": own, "live": theirs}
