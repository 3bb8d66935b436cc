"""Names that the bank gives: its products (data of this room), its branches and outlets (staff's register)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from foyer.assistant.understanding.entities.entity import Entity
from foyer.assistant.understanding.script import plain
from foyer.staff import queries as staff

VOCABULARY = Path(__file__).parents[2] / "fixtures" / "vocabulary.yaml"
KEPT_SECONDS = 60
_ENDINGS = re.compile(r"(?:分行|支行|网点|营业部|营业室| branch| outlet| sub-branch)$")
_ZH_ENDINGS, _EN_ENDINGS = ("分行", "支行", "网点", "营业部"), (" branch", " outlet")
_ANY_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:分行|支行|营业部)|\b[a-z]+(?: [a-z]+)? (?:branch|outlet)\b")
_NO_NAME = re.compile(
    r"^(?:你们|我们|哪个|最近的?|附近的?|这个|这家|那家|any|the|your|a|my|nearest|which|another|this|that|at)"
)


def products(text: str) -> Iterator[Entity]:
    """Products of the bank by any of the names that customers give them."""
    pattern, codes = _products()
    for match in pattern.finditer(text):
        yield Entity("product", match.start(), match.end(), {"product": codes[match[0]]}, 0.92, "bank_vocabulary")


def branches(text: str, register: Mapping[str, str]) -> Iterator[Entity]:
    """A branch or an outlet of the register, under any of its names; else what is plainly called one."""
    found = [(start, name, code) for name, code in register.items() if (start := text.find(name)) >= 0]
    for start, name, code in found:
        yield Entity("branch", start, start + len(name), {"unit": code}, 0.95, "branch_register")
    for match in () if found else _ANY_BRANCH.finditer(text):
        if not _NO_NAME.match(match[0]):
            yield Entity("branch", match.start(), match.end(), {"unit": ""}, 0.5, "called_a_branch")


def _bounded(name: str) -> str:
    return rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)


@lru_cache(maxsize=1)
def _products() -> tuple[re.Pattern[str], Mapping[str, str]]:
    codes = {
        plain(name): code
        for code, said in yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))["products"].items()
        for names in said.values()
        for name in names
    }
    longest_first = sorted(codes, key=len, reverse=True)
    return re.compile("|".join(_bounded(name) for name in longest_first)), codes


def register() -> Mapping[str, str]:
    """Every plain name of a branch or outlet and its code; read again after a minute, since outlets open and close."""
    return _registered(int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _registered(_minute: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, code in staff.places():
        for said in (plain(name.zh), plain(name.en)):
            bare = _ENDINGS.sub("", said)
            endings = _EN_ENDINGS if said.isascii() else _ZH_ENDINGS
            found |= {bare + ending: code for ending in endings if len(bare) > 1}
            found |= {said: code} if len(said) > 2 else {}
    return found
