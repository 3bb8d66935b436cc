"""The meanings of sentences by every encoder in use, as matrices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foyer.assistant.intents.likeness import Array
from foyer.base import meaning


def meanings_of(texts: Sequence[str]) -> dict[str, Array]:
    """By the encoder's name: one vector of length 1 a sentence."""
    vectors = np.asarray(meaning.encode(texts), dtype=np.float32).reshape(len(texts), -1)
    return {meaning.MODEL: vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)}
