"""From the model's words to Splink's comparisons, in the SQL of whichever engine computes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons

from foyer.customers.identity.settings import Comparison, Level

Odds = Mapping[str, Sequence[float]]
FLOOR = 1e-12


def splink_comparison(comparison: Comparison, m: Sequence[float], u: Sequence[float]) -> Any:
    """One comparison with what is known of each step, from the closest to "different"."""
    steps = [_null(comparison)]
    for level, ours, theirs in zip(comparison.levels, m, u, strict=True):
        steps.append(_configured(level, max(ours, FLOOR), max(theirs, FLOOR)))
    return comparisons.CustomComparison(steps, comparison.name)


def _null(comparison: Comparison) -> Any:
    missing = " AND ".join(f"({column}_l IS NULL OR {column}_r IS NULL)" for column in comparison.needs)
    unknown = levels.CustomLevel(missing, "not known")
    whole = levels.Or(unknown, condition(comparison.told_by)) if comparison.told_by else unknown
    return whole.configure(is_null_level=True, label_for_charts="not known")


def _configured(level: Level, m: float, u: float) -> Any:
    options: dict[str, Any] = {"m_probability": m, "u_probability": u, "label_for_charts": level.label}
    if level.frequency:
        options |= {"tf_adjustment_column": level.frequency, "disable_tf_exact_match_detection": True}
        options |= {"tf_minimum_u_value": FLOOR}
    return (condition(level.when) if level.when else levels.ElseLevel()).configure(**options)


def condition(words: Mapping[str, Any]) -> Any:
    """A condition of the model's language; there is exactly one word at each place."""
    ((word, of),) = words.items()
    return WORDS[word](of)


def _same(column: str) -> Any:
    return levels.CustomLevel(f"{column}_l = {column}_r")


def _like(of: Sequence[Any]) -> Any:
    """Jaro-Winkler, asked only of texts that begin alike or go on alike: it is slow, and no other pair comes close."""
    column, least = of
    begins = f"substr({column}_l, 1, 1) = substr({column}_r, 1, 1)"
    goes_on = f"substr({column}_l, 2, 2) = substr({column}_r, 2, 2)"
    return levels.And(levels.CustomLevel(f"({begins} OR {goes_on})"), levels.JaroWinklerLevel(column, least))


def _near(of: Sequence[Any]) -> Any:
    """Few edits or transpositions. Then so many first characters are the same, or so many last ones, which is quick to
    see, and the edits are in the rest: the slow count of them looks at no more than that."""
    column, edits, first, last = of
    begins = f"substr({column}_l, 1, {first}) = substr({column}_r, 1, {first})"
    closes = f"right({column}_l, {last}) = right({column}_r, {last})"
    after = _edits(f"substr({column}_{{side}}, {first + 1})")
    before = _edits(f"substr({column}_{{side}}, 1, length({column}_{{side}}) - {last})")
    return levels.CustomLevel(f"(({begins} AND {after} <= {edits}) OR ({closes} AND {before} <= {edits}))")


def _edits(text: str) -> str:
    return f"damerau_levenshtein({text.format(side='l')}, {text.format(side='r')})"


WORDS: Mapping[str, Callable[[Any], Any]] = {
    "same": _same,
    "like": _like,
    "near": _near,
    "swapped": lambda of: levels.ColumnsReversedLevel(of[0], of[1], symmetrical=True),
    "share": levels.ArrayIntersectLevel,
    "sql": levels.CustomLevel,
    "all": lambda parts: levels.And(*map(condition, parts)),
    "any": lambda parts: levels.Or(*map(condition, parts)),
}
