"""China's provinces, cities and districts (GB/T 2260, the table that comes with cpca), by full and short name."""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foyer.customers.standardise.text import given, settling

_PEOPLES = (
    "壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|土家族|布依族|白族|傣族|景颇族|傈僳族|哈尼族|蒙古族|蒙古|朝鲜族|满族|畲族|瑶族|黎族"
    "|哈萨克|哈萨克族|柯尔克孜|柯尔克孜族|土族|撒拉族|东乡族|保安族|裕固族|塔吉克|塔吉克族|锡伯|锡伯族|达斡尔族|鄂温克族|鄂伦春"
    "|仡佬族|水族|仫佬族|毛南族|纳西族|普米族|怒族|独龙族|拉祜族|佤族|布朗族|各族"
)
_TAIL = re.compile(
    rf"(?:(?:{_PEOPLES})*(?:自治区|自治州|自治县|自治旗|矿区|林区|新区|特别行政区|地区|省|市|盟|区|县|旗))$"
)
_PLACEHOLDERS = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
MUNICIPALITIES = frozenset(("11", "12", "31", "50"))


class Place(NamedTuple):
    code: str
    name: str
    short: str

    @property
    def level(self) -> int:
        """1 province, 2 city, 3 district."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


class Gazetteer(NamedTuple):
    by_code: dict[str, Place]
    by_name: dict[str, tuple[Place, ...]]
    sizes: dict[str, tuple[int, ...]]
    """How long the names are that begin with two characters, longest first."""

    def starting(self, text: str, levels: Iterable[int], within: str = "") -> tuple[list[Place], int]:
        """The places of those levels within a code prefix whose name the text begins with; the longest name wins."""
        for size in self.sizes.get(text[:2], ()):
            known = self.by_name.get(text[:size], ())
            fit = [place for place in known if place.level in levels and place.code.startswith(within)]
            if fit and self._is_whole(fit[0], text, size):
                return fit, size
        return [], 0

    @staticmethod
    def _is_whole(place: Place, text: str, size: int) -> bool:
        """A short name counts only where it is no street, village or other longer word: 南京路 is not in Nanjing."""
        return text[:size] == place.name or not re.match(_NO_PLACE, text[size:])

    def parents(self, place: Place) -> tuple[str, str]:
        """The names of the province and the city of a place. A municipality is its own city."""
        province = self.by_code[f"{place.code[:2]}0000"].name
        if place.code[:2] in MUNICIPALITIES:
            return province, province
        if place.level == 1:
            return province, ""
        city = self.by_code.get(f"{place.code[:4]}00")
        return province, city.name if city else place.name


_NO_PLACE = (
    r"[市区县州盟旗]|[东西南北中前后]?[一二三四五六七八九十0-9]*"
    r"(?:路|街|大道|道|巷|弄|胡同|里|村|镇|乡|屯|桥|站|大厦|大桥|广场|花园|苑|小区|公寓|新村|山庄|名城)"
)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    places = {place.code: place for place in _places()}
    names: dict[str, list[Place]] = {}
    for place in places.values():
        for name in {place.name, place.short}:
            names.setdefault(name, []).append(place)
    sizes: dict[str, set[int]] = {}
    for name in names:
        sizes.setdefault(name[:2], set()).add(len(name))
    longest_first = {start: tuple(sorted(found, reverse=True)) for start, found in sizes.items()}
    return Gazetteer(places, {name: tuple(found) for name, found in names.items()}, longest_first)


def _places() -> Iterable[Place]:
    with files("cpca.resources").joinpath("adcodes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["name"] not in _PLACEHOLDERS:
                yield Place(row["adcode"][:6], row["name"], short_name(row["name"]))


def short_name(name: str) -> str:
    """广西壮族自治区 → 广西; a name that would be left with one character keeps what follows it (城区, 和县)."""
    if name == "内蒙古自治区":
        return "内蒙古"
    short = _TAIL.sub("", name)
    return short if len(short) > 1 else name


@settling
def province(value: str) -> str | None:
    """The full name of a Chinese province, or another country's province as written."""
    return _one(value, (1,))


@settling
def city(value: str) -> str | None:
    """The full name of a Chinese city (a municipality is its own), or another country's town as written."""
    return _one(value, (2, 1))


@settling
def district(value: str) -> str | None:
    """The full name of a Chinese district or county where one name fits, or another country's county as written."""
    return _one(value, (3,))


def _one(value: str, levels: tuple[int, ...]) -> str | None:
    found = given(value)
    if found is None:
        return None
    tight = found.replace(" ", "") if not found.isascii() else found
    fit = [place for place in gazetteer().by_name.get(tight, ()) if _fits(place, levels)]
    names = {place.name for place in fit if place.level == min(one.level for one in fit)} if fit else set()
    return names.pop() if len(names) == 1 else tight


def _fits(place: Place, levels: tuple[int, ...]) -> bool:
    return place.level in levels and (place.level != 1 or levels == (1,) or place.code[:2] in MUNICIPALITIES)
