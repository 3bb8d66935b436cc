"""What a version is worth, in words and numbers: accuracy with its interval, confusions, the worst phrasings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from foyer.assistant.intents.likeness import Array
from foyer.assistant.intents.model import Phrasings
from foyer.assistant.intents.training import Judged

MOST_LISTED = 30
SAME = 0.97  # likeness from which two phrasings of one intent are one
CLASH = 0.9  # likeness from which two phrasings of different intents contradict each other
Z = 1.959964


def report(given: Phrasings, judged: Judged) -> dict[str, Any]:
    """Everything the page shows of a version, as plain data."""
    low, high = wilson(int(judged.right.sum()), len(judged.right))
    return {
        "phrasings": len(given.texts), "intents": len(judged.names),
        "languages": dict(Counter(given.langs)),
        "accuracy": round(judged.accuracy, 4), "low": round(low, 4), "high": round(high, 4),
        "ece": round(judged.calibration_error, 4), "seconds": round(judged.seconds, 2),
        "refused": {kind: round(share, 4) for kind, share in judged.refused.items()},
        "by_language": by_language(given, judged), "by_intent": by_intent(judged),
        "confused": confused(given, judged), "doubtful": doubtful(given, judged),
        **pairs(given, judged),
    }  # fmt: skip


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927)."""
    if not count:
        return 0.0, 1.0
    share, square = hits / count, Z * Z
    centre = (share + square / (2 * count)) / (1 + square / count)
    half = Z / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def by_language(given: Phrasings, judged: Judged) -> dict[str, float]:
    langs = np.array(given.langs)
    return {lang: round(float(judged.right[langs == lang].mean()), 4) for lang in sorted(set(given.langs))}


def by_intent(judged: Judged) -> list[dict[str, Any]]:
    """Each intent: how many phrasings, how many of them were found, how many of what was read as it were right."""
    said = judged.scores.argmax(axis=1)
    rows = []
    for number, name in enumerate(judged.names):
        own, read = judged.intents == number, said == number
        hits = int((own & read).sum())
        rows.append(
            {"code": name, "count": int(own.sum()), "found": hits, "read": int(read.sum()),
             "recall": round(hits / max(1, own.sum()), 4), "precision": round(hits / max(1, read.sum()), 4)}
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["recall"], row["precision"]))


def confused(given: Phrasings, judged: Judged) -> list[dict[str, Any]]:
    """Which intent is taken for which, most often first, each with an example."""
    said = judged.scores.argmax(axis=1)
    counts: Counter[tuple[int, int]] = Counter()
    examples: dict[tuple[int, int], str] = {}
    for row in np.flatnonzero(~judged.right).tolist():
        pair = (int(judged.intents[row]), int(said[row]))
        counts[pair] += 1
        examples.setdefault(pair, given.texts[row])
    return [
        {"code": judged.names[true], "read": judged.names[read], "count": count, "example": examples[true, read]}
        for (true, read), count in counts.most_common(MOST_LISTED)
    ]


def doubtful(given: Phrasings, judged: Judged) -> list[dict[str, Any]]:
    """Phrasings that look as if they belonged to another intent: read as it although it had not seen them, the surest
    first."""
    said = judged.scores.argmax(axis=1)
    rows = np.flatnonzero(~judged.right)
    lead = judged.scores[rows, said[rows]] - judged.scores[rows, judged.intents[rows]]
    worst = rows[np.argsort(-lead)][:MOST_LISTED]
    return [
        {"text": given.texts[row], "code": judged.names[judged.intents[row]], "read": judged.names[said[row]],
         "sure": round(float(judged.sure[row]), 3)} for row in worst
    ]  # fmt: skip


def pairs(given: Phrasings, judged: Judged) -> dict[str, list[dict[str, Any]]]:
    """Phrasings that say the same twice, and such that say nearly the same of two intents; the likest first."""
    twice: list[tuple[float, int, int]] = []
    clash: list[tuple[float, int, int]] = []
    for row in range(len(given.texts)):
        for column in np.flatnonzero(judged.near[row, :row] >= CLASH):
            same = judged.intents[row] == judged.intents[column]
            like = float(judged.near[row, column])
            if not same:
                clash.append((like, int(column), row))
            elif like >= SAME:
                twice.append((like, int(column), row))
    return {"twice": _listed(given, judged, twice), "clash": _listed(given, judged, clash)}


def _listed(given: Phrasings, judged: Judged, found: list[tuple[float, int, int]]) -> list[dict[str, Any]]:
    names = judged.names
    return [
        {"text": given.texts[first], "code": names[judged.intents[first]], "other": given.texts[second],
         "other_code": names[judged.intents[second]], "like": round(like, 3)}
        for like, first, second in sorted(found, reverse=True)[:MOST_LISTED]
    ]  # fmt: skip


@dataclass(frozen=True)
class Verdicts:
    """What two versions made of the same phrasings: `new` and `live` say for each whether it was right."""

    new: np.ndarray[Any, Any]
    live: np.ndarray[Any, Any]

    def as_json(self) -> dict[str, Any]:
        better, worse = int((self.new & ~self.live).sum()), int((~self.new & self.live).sum())
        return {
            "count": len(self.new), "new": round(_share(self.new), 4), "live": round(_share(self.live), 4),
            "better": better, "worse": worse, "p": round(mcnemar(better, worse), 4),
        }  # fmt: skip


def mcnemar(better: int, worse: int) -> float:
    """How likely so lopsided a split of the differences is by chance (exact, two-sided; McNemar, 1947)."""
    from scipy.stats import binomtest

    return float(binomtest(better, better + worse, 0.5).pvalue) if better + worse else 1.0


def _share(right: np.ndarray[Any, Any]) -> float:
    return float(right.mean()) if len(right) else 0.0


def right_of(scores: Array, names: tuple[str, ...], wanted: list[str]) -> np.ndarray[Any, Any]:
    said = np.array(names, dtype=object)[scores.argmax(axis=1)] if len(scores) else np.array([], dtype=object)
    return np.asarray(said == np.array(wanted, dtype=object), dtype=bool)
