"""Ladders: each rung says less than the one below it, up to nothing. Ibis expressions, the same on both engines.

Values are text in the standard's canonical forms: a day is 1990-05-17, a place 浙江省/杭州市/西湖区, an amount 1234.56.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis

from foyer.base.text import Bilingual

HIDDEN = "*"
Rung = Callable[[Any], Any]


@dataclass(frozen=True)
class Ladder:
    """The rungs from the whole value (0) to nothing (the last), each with its name."""

    rungs: tuple[tuple[Bilingual, Rung], ...]

    @property
    def top(self) -> int:
        return len(self.rungs) - 1

    def at(self, rung: int, column: Any) -> Any:
        """The column as this rung shows it; what is missing is shown as hidden."""
        return self.rungs[rung][1](column.cast("string")).fill_null(HIDDEN)

    def name(self, rung: int) -> Bilingual:
        return self.rungs[rung][0]


def _whole(column: Any) -> Any:
    return column


def _hidden(column: Any) -> Any:
    return ibis.ifelse(column.isnull(), HIDDEN, HIDDEN)


def _years(width: int) -> Rung:
    def band(column: Any) -> Any:
        year = column.substr(0, 4).try_cast("int64")
        first = (year // width) * width
        return first.cast("string").concat("-", (first + (width - 1)).cast("string"))

    return band


def _amount(width: int) -> Rung:
    def band(column: Any) -> Any:
        first = (column.try_cast("float64") / width).floor().cast("int64") * width
        return first.cast("string").concat("-", (first + width).cast("string"))

    return band


def _steps(count: int) -> Rung:
    return lambda column: column.re_extract(rf"^((?:[^/]*/?){{0,{count}}})", 1).re_replace("/+$", "")


_WHOLE, _NOTHING = (Bilingual("原值", "as it is"), _whole), (Bilingual("不显示", "hidden"), _hidden)

LADDERS = {
    "day": Ladder(
        (
            _WHOLE,
            (Bilingual("年月", "month"), lambda column: column.substr(0, 7)),
            (Bilingual("年份", "year"), lambda column: column.substr(0, 4)),
            (Bilingual("五年段", "five years"), _years(5)),
            (Bilingual("十年段", "ten years"), _years(10)),
            _NOTHING,
        )
    ),
    "place": Ladder(
        (
            (Bilingual("区县", "district"), _whole),
            (Bilingual("城市", "city"), _steps(2)),
            (Bilingual("省份", "province"), _steps(1)),
            _NOTHING,
        )
    ),
    "amount": Ladder(
        (
            _WHOLE,
            *((Bilingual(f"每{width}一段", f"bands of {width}"), _amount(width)) for width in (100, 1_000, 10_000)),
            _NOTHING,
        )
    ),
    "category": Ladder((_WHOLE, _NOTHING)),
}
