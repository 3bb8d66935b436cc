"""Does a question find its article: held-out questions in both languages and across them.

"Across" is asked in two ways. `other_language`: every article is written in the other language only, as in a bank that
writes one. `one_article`: the right article alone is written in the other language only, all others in both, so that
articles in the question's own language compete with it.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

HELD_OUT = [Path(__file__).parent / "data" / f"held_out{name}.yaml" for name in ("", "_b", "_c", "_d", "_e")]
LANGUAGES = ("zh", "en")
AIM_FIRST, AIM_FIVE = 0.85, 0.97


@dataclass(frozen=True)
class Asked:
    text: str
    lang: str
    right: frozenset[str]
    held_out: str


def held_out() -> list[Asked]:
    """Every held-out question."""
    return [
        Asked(row[lang], lang, frozenset(row["codes"].split()), file.stem)
        for file in HELD_OUT
        if file.exists()
        for row in yaml.safe_load(file.read_text(encoding="utf-8"))
        for lang in LANGUAGES
    ]


def retrieval(options: argparse.Namespace) -> dict[str, Any]:
    """The share of questions whose article is first, and among the first five."""
    asked = held_out()
    found: dict[str, Any] = {}
    for file in dict.fromkeys(one.held_out for one in asked):
        some = [one for one in asked if one.held_out == file]
        found[file] = {**_both_languages(some, options), "other_language": _across(some, options)}
        told(f"retrieval {file}", found[file])
    found["one_article"] = _alone(asked)
    told("retrieval, one article in the other language", found["one_article"])
    return found


def _search(one: Asked, **about: Any) -> list[str]:
    from foyer.knowledge.queries import search

    return [hit.article_code for hit in search(one.text, one.lang, limit=5, **about)]


def _both_languages(asked: list[Asked], options: argparse.Namespace) -> dict[str, Any]:
    places = {one: place_of(_search(one), one) for one in asked}
    if options.misses:
        for one, place in places.items():
            if place:
                print(f"   {one.lang} {place} {one.text} → {_search(one)[0]} instead of {', '.join(one.right)}")
    of = {lang: [place for one, place in places.items() if one.lang == lang] for lang in LANGUAGES}
    return {**{lang: share_of(of[lang]) for lang in LANGUAGES}, "both": share_of(list(places.values()))}


def _across(asked: list[Asked], options: argparse.Namespace) -> dict[str, Any]:
    """Every article in the other language only."""
    with _written_in_one() as use:
        shares = {}
        for lang in LANGUAGES:
            use("en" if lang == "zh" else "zh")
            mine = [one for one in asked if one.lang == lang]
            shares[f"{lang}_asked"] = share_of([place_of(_search(one), one) for one in mine])
        return shares


def _alone(asked: list[Asked]) -> dict[str, Any]:
    """The right article alone in the other language only; a shelf is made once for all who ask for that article."""
    alike = groupby(sorted(asked, key=_wanted), key=_wanted)
    with _written_in_one() as use:
        places: dict[str, list[int | None]] = {lang: [] for lang in LANGUAGES}
        for (lang, *right), some in alike:
            use("en" if lang == "zh" else "zh", only=frozenset(right))
            places[lang].extend(place_of(_search(one), one) for one in some)
        return {f"{lang}_asked": share_of(places[lang]) for lang in LANGUAGES}


def _wanted(one: Asked) -> tuple[str, ...]:
    return one.lang, *sorted(one.right)


def place_of(codes: list[str], one: Asked) -> int | None:
    return next((place for place, code in enumerate(codes) if code in one.right), None)


def share_of(places: list[int | None]) -> dict[str, float]:
    count = max(1, len(places))
    first = sum(place == 0 for place in places) / count
    five = sum(place is not None for place in places) / count
    return {"at_1": round(first, 4), "at_5": round(five, 4), "questions": len(places)}


class _written_in_one:  # noqa: N801  a context
    """The shelf as if articles were written in one language only; what they would have learned from it is learned."""

    def __enter__(self) -> Callable[..., None]:
        from foyer.knowledge.shelf import current

        self.whole = current()
        return self.use

    def use(self, lang: str, only: frozenset[str] | None = None) -> None:
        from bench.assistant_shelf import in_one_language

        from foyer.knowledge.shelf import keeping

        keeping._kept.shelf = in_one_language(self.whole, lang, only)

    def __exit__(self, *_error: object) -> None:
        from foyer.knowledge.shelf import keeping

        keeping._kept.shelf = self.whole


def scale(options: argparse.Namespace) -> dict[str, Any]:
    """Comparing all sentences in memory beside the database's index, as the shelf grows."""
    from bench.assistant_shelf import grown

    figures = {}
    for sentences in (5_000, 20_000, 50_000):
        figures[str(sentences)] = grown(sentences)
        print(f"scale {sentences}: {figures[str(sentences)]}", flush=True)
    return figures


def told(name: str, figures: dict[str, Any]) -> None:
    for part, shares in _flat(figures):
        mark = "" if shares["at_1"] >= AIM_FIRST and shares["at_5"] >= AIM_FIVE else "   below the aim"
        print(f"{name} {part}: first {shares['at_1']:.1%}, among five {shares['at_5']:.1%}{mark}", flush=True)


def _flat(figures: dict[str, Any], before: str = "") -> Iterator[tuple[str, dict[str, float]]]:
    for key, value in figures.items():
        if isinstance(value, dict) and "at_1" in value:
            yield f"{before}{key}", value
        elif isinstance(value, dict):
            yield from _flat(value, f"{before}{key} ")
