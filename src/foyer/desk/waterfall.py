"""A pair's match weight as bars: each begins where the one before ended, drawn on one scale from 0 to 100."""

from typing import Any

WIDTH = 100.0
LEAST = 0.8


def drawn(bars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars with where they lie; `zero` is where nothing speaks for either side."""
    ends = [0.0, *(bar[end] for bar in bars for end in ("from", "to"))]
    low, high = min(ends), max(ends)
    scale = WIDTH / ((high - low) or 1.0)
    return [_drawn(bar, low, scale) for bar in bars]


def _drawn(bar: dict[str, Any], low: float, scale: float) -> dict[str, Any]:
    begin, end = sorted((bar["from"], bar["to"]))
    width = max((end - begin) * scale, LEAST)
    left = min((begin - low) * scale, WIDTH - width)
    return {
        **bar,
        "x": _number(left),
        "width": _number(width),
        "zero": _number(-low * scale),
        "is_for": bar["bits"] >= 0,
    }


def _number(value: float) -> str:
    """For SVG: a point, whatever the reader's language."""
    return f"{value:.2f}"
