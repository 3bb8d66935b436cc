"""What differs between two versions of the notice, by section and language, word by word, and by purpose."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from foyer.privacy.consents.notices import SECTIONS
from foyer.privacy.models import PrivacyNotice

Piece = tuple[Literal["same", "gone", "new"], str]
_WORDS = re.compile(r"[A-Za-z0-9'’-]+|\s+|.", re.DOTALL)
PARTS = ("name", "plain", "means", "without", "kinds", "basis", "retention")


@dataclass(frozen=True)
class Changed:
    """One text that differs: what it is, in which language, and its pieces in order."""

    code: str
    label: str
    language: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ChangedPurpose:
    """A purpose that came, went or changed. `asks_again`: consents to it must be given anew."""

    code: str
    name: dict[str, str]
    what: Literal["new", "gone", "changed"]
    parts: list[str]
    asks_again: bool


def texts(old: PrivacyNotice | None, new: PrivacyNotice) -> list[Changed]:
    """The sections that differ."""
    before = old.words if old else {}
    return [
        Changed(code, str(label), language, pieces(was, said))
        for code, label in SECTIONS.items()
        for language in ("zh", "en")
        if (was := before.get(code, {}).get(language, "")) != (said := new.words.get(code, {}).get(language, ""))
    ]


def purposes(old: PrivacyNotice | None, new: PrivacyNotice) -> list[ChangedPurpose]:
    """The purposes that differ."""
    before = {one["code"]: one for one in (old.purposes if old else [])}
    after = {one["code"]: one for one in new.purposes}
    found = [_compared(code, before.get(code), after.get(code)) for code in dict.fromkeys([*before, *after])]
    return [one for one in found if one is not None]


def pieces(was: str, said: str) -> list[Piece]:
    """The two texts as one: what stayed, what went, what is new. English by words, Chinese by characters."""
    a, b = _WORDS.findall(was), _WORDS.findall(said)
    found: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(a[i1:i2])))
            continue
        found += [("gone", "".join(a[i1:i2]))] if i2 > i1 else []
        found += [("new", "".join(b[j1:j2]))] if j2 > j1 else []
    return found


def _compared(code: str, was: dict[str, Any] | None, said: dict[str, Any] | None) -> ChangedPurpose | None:
    if was is None or said is None:
        there = said or was or {}
        return ChangedPurpose(code, there["name"], "new" if was is None else "gone", [], was is not None)
    parts = [part for part in PARTS if was[part] != said[part]]
    return ChangedPurpose(code, said["name"], "changed", parts, was["terms"] != said["terms"]) if parts else None
