"""Numbers that Python reads in JSON though no JSON may have them, or though they could not be written again."""

import math
from typing import NoReturn


def no_constant(_name: str) -> NoReturn:
    """NaN and Infinity are no JSON, though Python would read them."""
    raise ValueError


def finite(text: str) -> float | None:
    """A number as Python holds it; 1e999 is none that could be written again."""
    value = float(text)
    return value if math.isfinite(value) else None
