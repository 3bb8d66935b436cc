"""Western names through nameparser, with the cases of bank lists: SMITH, John; ZHANG San; Dr. John R. Smith Jr."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

_GENERATION = re.compile(r"^(jr|sr|ii|iii|iv|v)\.?$", re.IGNORECASE)
_PLAIN = re.compile(r"^([A-Z][a-z]+) ([A-Z][a-z]+)$")
_CAPITALS_FIRST = re.compile(r"^([A-Z][A-Z'\-]+) ((?:[A-Z][a-z'\-]+ ?)+)$")
_CAPITALS_LAST = re.compile(r"^((?:[A-Z][a-z'\-]+ )+)([A-Z][A-Z'\-]+)$")


class Western(NamedTuple):
    first: str
    middle: str
    family: str
    suffix: str


@lru_cache(maxsize=1 << 14)
def western(value: str) -> Western:
    """First, middle and family name and the suffix of a generation; titles, degrees and nicknames are left out."""
    if (plain := _PLAIN.match(value)) and not {plain[1].lower(), plain[2].lower()} & _special():
        return Western(plain[1], "", plain[2], "")
    if told := _by_capitals(value):
        return told
    return _parsed(value)


def _by_capitals(value: str) -> Western | None:
    """The one word in capitals is the family name, as on passports and in French and Chinese lists."""
    if (found := _CAPITALS_FIRST.match(value)) and found[1].lower() not in _special():
        return _with_middle(found[2].split(), found[1].capitalize())
    if (found := _CAPITALS_LAST.match(value)) and found[2].lower() not in _special():
        return _with_middle(found[1].split(), found[2].capitalize())
    return None


def _with_middle(given: list[str], family: str) -> Western:
    return Western(given[0], " ".join(given[1:]), family, "")


def _parsed(value: str) -> Western:
    from nameparser import HumanName

    read = HumanName(re.sub(r"\s*,\s*", ", ", value))
    if value.isupper() or value.islower():
        read.capitalize(force=True)
    suffix = " ".join(part for part in re.split(r"[,\s]+", read.suffix) if _GENERATION.match(part))
    if not (read.first or read.last):
        return Western(value, "", "", "")
    family = read.last.capitalize() if read.last.isupper() and read.last.isalpha() else read.last
    return Western(read.first, read.middle, family, suffix)


@lru_cache(maxsize=1)
def _special() -> frozenset[str]:
    """The words nameparser takes for titles, suffixes, particles and the like: not a first or family name by itself."""
    from nameparser.config import CONSTANTS

    groups: list[Any] = [CONSTANTS.titles, CONSTANTS.prefixes, CONSTANTS.conjunctions, CONSTANTS.first_name_titles]
    groups += [CONSTANTS.suffix_acronyms, CONSTANTS.suffix_not_acronyms]
    return frozenset(word.lower() for group in groups for word in group)
