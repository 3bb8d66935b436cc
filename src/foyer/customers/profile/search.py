"""Finding customers by name, pinyin, phone tail, card tail or customer number, though names and numbers are sealed.

Each customer carries `search_keys`: blind indexes (HMAC under the key ring) of the words they can be found by, cut to
64 bits, in a GIN-indexed array. A question is broken into words the same way, and all of them must be there. What can
be found is what was indexed: whole names and surnames, their first characters while one types, pinyin and its
initials, the last four digits of phones, documents and cards. There is no browsing by parts of a number.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from foyer.base.crypto import blind_indexes, index_stamp, indexer
from foyer.base.text import normalise
from foyer.customers import standardise
from foyer.customers.profile.golden import Golden, values

PURPOSE = "customers.search"
LONGEST_PREFIX = 12


def keys_for(golden: Golden, number: str, tails: tuple[str, ...] = ()) -> list[str]:
    """The search keys of a customer: `tails` are the last digits of their cards and accounts."""
    stamp, phones = index_stamp(), values(golden, "phone")
    found = {_hashed(f"#{tail}", stamp) for tail in _tails([*phones, *_documents(golden), *tails])}
    found |= {_whole(text, stamp) for text in (number, *phones)}
    for name in values(golden, "name") + values(golden, "latin_name"):
        found |= _name_keys(name, stamp)
    return sorted(found)


def _documents(golden: Golden) -> list[str]:
    return values(golden, "resident_id") + values(golden, "passport")


def _tails(numbers: list[str]) -> set[str]:
    return {tail for number in numbers if len(tail := number[-4:]) == 4 and tail.isdecimal()}


def keys_of_question(text: str) -> list[list[str]]:
    """For each word asked, the keys any of which answers it."""
    return [[key for choice in _choices(word) for key in _keys(choice)] for word in _asked(text)]


def name_words(name: str) -> set[str]:
    """张伟 → 张, 张伟, zhangwei, zw, zhang, wei, …; John Smith → john, smith and their beginnings."""
    plain = normalise(name).replace("·", " ")
    if not plain.isascii():
        simple = normalise(standardise.simplified(plain) or plain)
        joined = simple.replace(" ", "")
        said = standardise.pinyin(joined) or ""
        initials = standardise.pinyin_initials(joined) or ""
        whole = said.replace(" ", "")
        return {
            *_beginnings(joined, 1), *_beginnings(plain.replace(" ", ""), 1), *_beginnings(whole, 2), *said.split(),
            initials,
        }  # fmt: skip
    parts = re.findall(r"[a-z0-9']+", plain)
    return {beginning for part in [*parts, "".join(parts)] for beginning in _beginnings(part, 2)}


def _beginnings(word: str, shortest: int) -> set[str]:
    return {word[:size] for size in range(shortest, min(len(word), LONGEST_PREFIX) + 1)} | ({word} if word else set())


def _asked(text: str) -> list[str]:
    plain = normalise(text)
    if re.fullmatch(r"[\d\s+()-]{4,}", plain):
        return [re.sub(r"[^\d+]", "", plain)]
    return re.findall(r"[^\W_]+", plain.replace("·", " "))


def _choices(word: str) -> list[str]:
    if word.lstrip("+").isdecimal():
        tail = [f"#{word}"] if len(word) == 4 else []
        return [word, *tail, *filter(None, [standardise.phone(word)])]
    if not word.isascii():
        return [word, normalise(standardise.simplified(word) or word)]
    return [word]


@lru_cache(maxsize=65536)
def _name_keys(name: str, stamp: str) -> frozenset[str]:
    """Many customers share a name, and more a part of one."""
    return frozenset(_hashed(word, stamp) for word in name_words(name) if word)


@lru_cache(maxsize=65536)
def _hashed(word: str, stamp: str) -> str:
    """Remembered for as long as that key writes."""
    return _whole(word, stamp)


def _whole(word: str, stamp: str) -> str:
    """What one customer alone has is not worth remembering."""
    return _indexer(stamp)(word)[:16]


@lru_cache(maxsize=4)
def _indexer(_under: str) -> Callable[[str], str]:
    return indexer(PURPOSE)


def _keys(word: str) -> list[str]:
    """Under every key of the ring, while a change of keys is under way."""
    return [index[:16] for index in blind_indexes(word, PURPOSE)]
