"""The words a text is ranked by: as `base.text` cuts them, English ones without their endings."""

import re

from foyer.base.text import search_query

MOST_WORDS = 60
_SHORTEST = 5
_DOUBLED = re.compile(r"([b-df-hj-kmnp-rtv-y])\1$")


def words_of(text: str) -> list[str]:
    """The words a question is searched by, each once."""
    words = re.findall(r"'([^']+)'", search_query(text, match="any"))[:MOST_WORDS]
    return list(dict.fromkeys(bare(word) for word in words))


def bare(word: str) -> str:
    """An English word without -ing, -ed and a last e: declined, declining and decline are one word. Others stay."""
    if len(word) < _SHORTEST or not word.isascii():
        return word
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = _DOUBLED.sub(r"\1", word[: -len(ending)])
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
