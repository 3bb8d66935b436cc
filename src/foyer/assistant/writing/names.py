"""Whether a sentence names anybody or anything that its source does not."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from foyer.assistant.writing.words import COMMON, COUNTERPARTS
from foyer.privacy.deid.finding import find

_CAPITALS = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z][A-Za-z0-9]*(?:[-&.][A-Za-z0-9]+)*|[A-Za-z]+\d[A-Za-z0-9]*)")
_QUOTED = re.compile(r"[“《「『]([^”》」』]{2,40})[”》」』]|\"([^\"]{2,40})\"")
_FIRST = re.compile(r"(^|[.!?:;\n]\s+|^\W*\d+[.)]\s*)([A-Z][a-z']*)\b")
_WORD = re.compile(r"[a-z0-9]+")


def has_only_known_names(sentence: str, source: str, *, same_language: bool) -> bool:
    """Whether each name in it stands in the source, is the bank's own, or is a word that everybody uses."""
    plain = _plain(source)
    known = set(_WORD.findall(plain)) | COMMON | set(_WORD.findall(_plain(" ".join(settings.FOYER_BANK_NAME.values()))))
    if not same_language:
        known |= {word for name, words in COUNTERPARTS.items() if name in plain for word in words}
    capitals = _CAPITALS.findall(_without_first_words(sentence))
    if not all(set(_WORD.findall(_plain(name))) <= known for name in capitals):
        return False
    if same_language and not all(_plain("".join(quoted)) in plain for quoted in _QUOTED.findall(sentence)):
        return False
    return _mentions_nobody(sentence, plain)


def _mentions_nobody(sentence: str, plain: str) -> bool:
    """No person, number or address that the source does not have."""
    spans = (sentence[span.start : span.end] for span in find(sentence))
    return all(
        _plain(said) in plain or _plain(said) in _plain(" ".join(settings.FOYER_BANK_NAME.values())) for said in spans
    )


def _without_first_words(sentence: str) -> str:
    """A sentence begins with a capital whatever its first word is."""
    return re.sub(
        r"(^|[.!?:;\n]\s+|^\W*\d+[.)]\s*)([A-Z][a-z']*)\b", lambda found: found[1] + found[2].lower(), sentence
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
