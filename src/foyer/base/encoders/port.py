"""What an encoder promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float32]]


class Encoder(Protocol):
    """`name` says whose vectors these are: another model, another version, another name."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def knows(self, text: str) -> bool:
        """Whether it can say anything of this text; of others its vectors are not asked for."""

    def encode(self, texts: Sequence[str]) -> Array:
        """One row a text, in their order, all of one length: 1, or more where sentences lie closer together."""


def of_length_one(vectors: Any) -> Array:
    rows = np.asarray(vectors, dtype=np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def seen_by(encoder: Encoder, texts: Sequence[str]) -> Array:
    """One row a text; zeros where the encoder does not know its language."""
    rows = np.zeros((len(texts), encoder.dimensions), dtype=np.float32)
    known = [place for place, text in enumerate(texts) if encoder.knows(text)]
    if known:
        rows[known] = encoder.encode([texts[place] for place in known])
    return rows
