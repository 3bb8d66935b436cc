"""The port behind which a language model stands: it is given messages and gives back text, piece by piece.

An adapter raises `Failed` with a code of why. What is configured is one `Writer`; nothing configured is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings


class Failed(Exception):
    """The model did not do its part. `why`: away, refused, late, slow, malformed, endless or died."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Piece:
    """A piece of text as it comes; with the last one, what was counted."""

    text: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    model: str = ""


@dataclass(frozen=True)
class Limits:
    """When to give up: without a first word, without an end, or without an end in sight."""

    first_seconds: float
    seconds: float
    tokens: int


@dataclass(frozen=True)
class Identity:
    """Which model writes and where it runs: for the label of a text and for the AI register."""

    provider: str
    model: str
    version: str
    region: str
    host: str

    def as_json(self) -> dict[str, str]:
        return {"provider": self.provider, "model": self.model, "version": self.version, "region": self.region}


class Writer(Protocol):
    """Whatever can write."""

    @property
    def identity(self) -> Identity: ...

    def write(self, messages: list[dict[str, str]], limits: Limits) -> Iterator[Piece]: ...


def limits() -> Limits:
    said: Any = settings
    return Limits(said.FOYER_LLM_FIRST_SECONDS, said.FOYER_LLM_SECONDS, said.FOYER_LLM_ANSWER_TOKENS)


def writer() -> Writer | None:
    """The one that this house uses; None where a language model is not configured."""
    if not settings.FOYER_LLM_URL:
        return None
    from foyer.assistant.writing.openai import OpenAICompatible

    return OpenAICompatible(settings.FOYER_LLM_URL, settings.FOYER_LLM_MODEL, settings.FOYER_LLM_KEY)
