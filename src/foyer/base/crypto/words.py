"""Words that can be searched for, though the text is sealed: each is an HMAC cut to 64 bits.

Who sees the table learns which rows share a word and how often it occurs, not the word. Places are not kept, so no
order can be read. Single Chinese characters are kept as well as pairs, since a hash has no beginning to search by.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from foyer.base.crypto.ring import index_keys
from foyer.base.crypto.suites import Suite
from foyer.base.text import search_query
from foyer.base.text.search import HAN, search_words

BYTES = 8
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_TERM = re.compile(r"'([^']*)'(?::\*)?")
_HAN = re.compile(f"[{HAN}]")

_lately: dict[bytes, str] = {}  # the house says the same again and again; by a keyed mark of the text
MOST_LATELY = 512


def hashed_words(text: str, what: str) -> str:
    """Everything `text` can be found by, as the text of a tsvector; empty where it has no word."""
    suite, key = index_keys(what)[0]
    mark = blake2b(text.encode(errors="surrogatepass"), key=key, digest_size=16).digest()
    found = _lately.get(mark)
    if found is None:
        found = _lately[mark] = _hashed_words(text, suite, key)
        for oldest in list(_lately)[: max(0, len(_lately) - MOST_LATELY)]:
            _lately.pop(oldest, None)
    return found


def _hashed_words(text: str, suite: Suite, key: bytes) -> str:
    digest = suite.digester(key)
    plain = search_words(text).union(_HAN.findall(text))
    return " ".join(sorted(digest(word.encode())[:BYTES].hex() for word in plain)).translate(_LETTERS)


def hashed_query(typed: str, what: str) -> str:
    """What a person typed, for `to_tsquery('simple', …)`: under each key of the ring, every word. Empty for no word."""
    plain = search_query(typed)
    if not plain:
        return ""
    under = [_under(plain, suite, key) for suite, key in index_keys(what)]
    return " | ".join(f"({query})" for query in dict.fromkeys(under))


def _under(query: str, suite: Suite, key: bytes) -> str:
    return _TERM.sub(lambda term: _hashed(term[1], suite, key), query)


def _hashed(word: str, suite: Suite, key: bytes) -> str:
    """Letters alone, so that PostgreSQL takes it for one word."""
    return suite.digest(key, word.encode())[:BYTES].hex().translate(_LETTERS)


class HashedWordsField(SearchVectorField):
    """The hashed words of the field `source` in the same row, set when the row is saved."""

    def __init__(self, *args: Any, source: str = "", purpose: str = "", **kwargs: Any) -> None:
        self.source, self.purpose = source, purpose
        kwargs |= {"null": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "purpose": self.purpose}
        for fixed in ("null", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        return self.fill(model_instance)

    def fill(self, instance: models.Model) -> str | None:
        """Set the words from the source as it is now."""
        words = hashed_words(getattr(instance, self.source), self.purpose) or None
        setattr(instance, self.attname, words)
        return words
