"""The facts an assessment began with, in words. Who fills in a subject also says how its facts are read:

@facts.read_by("purpose")
def in_words(facts) -> Iterator[Fact]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.base.text import Bilingual
from foyer.security.models import Assessment

Fact = tuple[Bilingual, Bilingual]
Reader = Callable[[dict[str, Any]], Iterable[Fact]]
_readers: dict[str, Reader] = {}
NOTHING = Bilingual("无", "none")


def read_by(kind: str) -> Callable[[Reader], Reader]:
    """Register who reads the facts of subjects of a kind ("purpose")."""

    def register(reader: Reader) -> Reader:
        _readers[kind] = reader
        return reader

    return register


def of(row: Assessment) -> list[Fact]:
    """Each fact with its name, both in both languages; nothing where nobody reads that kind of subject."""
    reader = _readers.get(row.subject.partition(":")[0])
    return list(reader(row.facts)) if reader else []


def in_both(words: Any) -> Bilingual:
    """A translated text, in both languages."""
    said = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            said[language] = str(words)
    return Bilingual(**said)


def yes_or_no(said: object) -> Bilingual:
    return in_both(_("yes") if said else _("no"))


def listed(those: Iterable[Bilingual]) -> Bilingual:
    """Several as one text: "姓名、电话", "name, phone"."""
    found = list(those)
    if not found:
        return NOTHING
    return Bilingual("、".join(one.zh for one in found), ", ".join(one.en for one in found))


def plain(said: object) -> Bilingual:
    """A value that reads the same in both languages."""
    return Bilingual(str(said), str(said)) if said not in ("", None) else NOTHING


def stored(said: Iterable[dict[str, str]]) -> Iterator[Bilingual]:
    """What was kept as {"zh": …, "en": …}."""
    return (Bilingual(**one) for one in said)
