"""A model together with its encoders: what reads a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foyer.assistant.intents.likeness import Array
from foyer.assistant.intents.model import Model, Read
from foyer.assistant.intents.simplified import simplified
from foyer.base.encoders import Encoder, chosen
from foyer.base.encoders.builtin import BuiltIn
from foyer.base.encoders.port import seen_by


@dataclass(frozen=True)
class Reader:
    """One version, ready to read. Its encoders are those it was trained with, whatever is chosen now."""

    number: int
    model: Model
    encoders: tuple[Encoder, ...]

    def read(self, texts: Sequence[str]) -> Read:
        return self.model.read(texts, self._see)

    def _see(self, name: str, texts: Sequence[str]) -> Array:
        encoder = next(encoder for encoder in self.encoders if encoder.name == name)
        return meanings_by([encoder], texts)[name]


def meanings_by(encoders: Sequence[Encoder], texts: Sequence[str]) -> dict[str, Array]:
    """By each encoder's name one row a text."""
    plain = [simplified(text) for text in texts]
    return {encoder.name: seen_by(encoder, plain) for encoder in encoders}


def encoders_of(model: Model) -> tuple[Encoder, ...] | None:
    """The encoders whose vectors the model compares; nothing when one of them is no longer there."""
    there = {encoder.name: encoder for encoder in (BuiltIn(), *chosen())}
    found = [there.get(name) for name in model.seen.meanings]
    return tuple(encoder for encoder in found if encoder is not None) if all(found) else None
