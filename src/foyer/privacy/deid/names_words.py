"""The word lists and patterns by which names are found, and the tagger; read once, on first use."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from foyer.base.text import segmenter
from foyer.customers.standardise.surnames import COMPOUND

_HAN = "\u4e00-\u9fff"
LINK = "(?:应该|应|写的|填的|登记的|写|填|改|登记|是|为|叫|名|成|[:：\\s「“\"'（(])*"


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    raw = yaml.safe_load(files("foyer.privacy.deid").joinpath("words.yaml").read_text(encoding="utf-8"))
    surnames = frozenset("".join(raw["surnames"].split()))
    family = f"(?:{'|'.join(sorted(COMPOUND, key=len, reverse=True))}|[{''.join(sorted(surnames))}])"
    titles = "|".join(sorted(raw["titles_after"].split(), key=len, reverse=True))
    western = "".join(raw["western_before"].split("\n")).replace(" |", "|").replace("| ", "|")
    return {
        "surnames": surnames,
        "cues": {name: raw[f"{name}_before"] for name in ("strong", "weak", "person")},
        "rare_surnames": frozenset("".join(raw["rare_surnames"].split())) - surnames,
        "letters_of_others": frozenset("".join(raw["letters_of_others"].split())),
        "strong": re.compile(f"(?:{_any(raw['strong_before'])}){LINK}"),
        "person": re.compile(f"(?:{_any(raw['person_before'])})"),
        "weak": re.compile(f"(?:{_any(raw['weak_before'])}){LINK}"),
        "titled": re.compile(rf"(?<![{_HAN}]){family}[{_HAN}]{{0,2}}(?=(?:{titles}))|{family}(?=(?:{titles}))"),
        "nicknamed": re.compile(
            f"(?<![{_HAN}])(?:{_any(raw['nicknames_before'])})[{''.join(sorted(surnames))}](?![{_HAN}])"
            f"|(?<=[谢找问给让叫和跟是被您好])(?:{_any(raw['nicknames_before'])})[{''.join(sorted(surnames))}](?![{_HAN}])"
        ),
        "called": re.compile(
            f"(?<=[们事友学妹弟姐哥的位由请托派对为替帮问谢找给让叫和跟是被您好])(?:{_any(raw['nicknames_before'])})"
            f"[{''.join(sorted(surnames))}]"
        ),
        "compound": re.compile(f"(?:{'|'.join(_any_compound(raw))})[{_HAN}]{{1,2}}"),
        "greeted": re.compile(rf"(?<![{_HAN}]){family}[{_HAN}]{{1,2}}(?=[您你]好)"),
        "doing": re.compile(rf"(?<![{_HAN}]){family}[{_HAN}]{{1,2}}(?=(?:{_any(raw['people_do'])}))"),
        "transliterated": re.compile(f"[{raw['transliterated'].strip()}]{{4,9}}"),
        "foreign": re.compile(
            f"(?:{_any(raw['foreign_families'])})[{raw['foreign_given']}]{{1,3}}|(?:{_any(raw['foreign_names'])})"
        ),
        "foreign_names": frozenset(raw["foreign_names"].split()) - {"阿里", "马克", "马克思"},
        "short_titled": re.compile(f"(?<![{_HAN}]){family}(?=[{''.join(raw['short_titles'].split())}])"),
        "titles": frozenset(raw["titles_after"].split()),
        "measured_by": raw["measured_by"],
        "also_english": frozenset(raw["also_english"].split()),
        "never_in_names": frozenset(raw["never_in_names"]),
        "also_words": frozenset(raw["also_words"]),
        "no_names": frozenset(raw["no_names"].split()),
        "given_characters": frozenset("".join(raw["given_characters"].split())),
        "given": frozenset(raw["given"].split()),
        "families": frozenset(raw["families"].split()),
        "no_pairs": frozenset(raw["no_pairs"].split()),
        "no_western": frozenset(raw["no_western"].split()),
        "western_strong": re.compile(rf"(?:^|[^A-Za-z])(?:{western})(?:\.|,|:|\(|\s|is|/)*\s*$", re.IGNORECASE),
        "western_weak": re.compile(rf"(?:^|[^A-Za-z])(?:{raw['western_weak']})[\s,]+$", re.IGNORECASE),
        "lower": re.compile(
            rf"(?=(?<![A-Za-z])(?i:{western}|{raw['western_weak']}|its|it is|name:)"
            r"[\s,:]+([a-z][a-z'-]+(?:\s[a-z][a-z'-]+){0,2}))"
        ),
        "pinyin": _pinyin_of(surnames),
    }


def _any_compound(raw: dict[str, Any]) -> list[str]:
    """Family names of two characters that are nothing else."""
    return sorted(set(COMPOUND) - set(raw["compounds_also_words"].split()))


def _any(text: str) -> str:
    return "|".join(sorted(map(re.escape, text.split()), key=len, reverse=True))


def _pinyin_of(surnames: frozenset[str]) -> frozenset[str]:
    from pypinyin import lazy_pinyin

    return frozenset("".join(lazy_pinyin(name)) for name in [*surnames, *COMPOUND])


@lru_cache(maxsize=1)
def tagger() -> Any:
    """jieba's part-of-speech tagger; loaded on first use (about a second)."""
    import jieba.posseg

    return jieba.posseg.POSTokenizer(segmenter())
