"""Any endpoint that speaks OpenAI's chat protocol with streaming: vLLM, llama.cpp, Ollama, DeepSeek, Qwen and others.

Called through the house's outgoing calls: to the host that the operator's setting names and to no other, no redirect,
no proxy. What comes back is not believed: lines that are no events, answers without an end and pieces that are no text
are failures with a name.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from foyer.assistant.writing.port import Failed, Identity, Limits, Piece
from foyer.base import outgoing

CONNECT_SECONDS = 3.0
LONGEST_LINE = 100_000
MOST_BYTES = 2_000_000
LETTERS_A_TOKEN = 6  # more than any tokeniser's usual: an answer of more letters than that has no end in sight


class OpenAICompatible:
    """`url` is the address before /chat/completions, as https://llm.bank.example/v1."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self._url, self._model, self._key = url.rstrip("/"), model, key

    def __repr__(self) -> str:
        return f"OpenAICompatible({self._url!r}, {self._model!r})"  # never the key

    @property
    def identity(self) -> Identity:
        said: Any = settings
        host = urlsplit(self._url).hostname or ""
        return Identity(
            said.FOYER_LLM_PROVIDER or host, self._model, said.FOYER_LLM_VERSION, said.FOYER_LLM_REGION, host
        )

    def write(self, messages: list[dict[str, str]], limits: Limits) -> Iterator[Piece]:
        """The model's answer as it comes. Raises Failed."""
        begun = time.monotonic()
        try:
            with self._asked(messages, limits) as response:
                if response.status_code != 200:
                    raise Failed("refused" if response.status_code < 500 else "away")
                yield from _pieces(response, begun, limits)
        except outgoing.NotAllowed:
            raise Failed("refused") from None
        except outgoing.Away:
            raise Failed("away") from None
        except httpx.ReadTimeout:
            raise Failed("late") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise Failed("away") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise Failed("died") from None

    def _asked(self, messages: list[dict[str, str]], limits: Limits) -> Any:
        body = {
            "model": self._model, "messages": messages, "stream": True, "stream_options": {"include_usage": True},
            "temperature": 0, "max_tokens": limits.tokens,
        }  # fmt: skip
        headers = {"Accept": "text/event-stream", **({"Authorization": f"Bearer {self._key}"} if self._key else {})}
        timeout = httpx.Timeout(limits.first_seconds, connect=min(CONNECT_SECONDS, limits.first_seconds))
        return _client(self._url).stream(
            "POST", f"{self._url}/chat/completions", json=body, headers=headers, timeout=timeout
        )


@lru_cache(maxsize=4)
def _client(url: str) -> httpx.Client:
    """One for an address, so that a connection is made once and not for each answer."""
    return httpx.Client(transport=outgoing.transport(named=(url,)), follow_redirects=False, trust_env=False)


def _pieces(response: httpx.Response, begun: float, limits: Limits) -> Iterator[Piece]:
    heard, ended, letters = False, False, 0
    for line in _lines(response, begun, limits):
        if not heard and time.monotonic() - begun > limits.first_seconds:
            raise Failed("late")
        if line == "[DONE]":
            return
        piece, is_last = _piece(line)
        ended, heard = ended or is_last, heard or bool(piece.text)
        letters += len(piece.text)
        if letters > limits.tokens * LETTERS_A_TOKEN:
            raise Failed("endless")
        yield piece
    if not ended:
        raise Failed("died")


def _lines(response: httpx.Response, begun: float, limits: Limits) -> Iterator[str]:
    """The data of each event; comments and empty lines are left out, and both ends are watched while they come."""
    rest, size = b"", 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if time.monotonic() - begun > limits.seconds:
            raise Failed("slow")
        *lines, rest = (rest + chunk).split(b"\n")
        if size > MOST_BYTES or len(rest) > LONGEST_LINE:
            raise Failed("endless")
        for line in lines:
            yield from _data(line.strip())


def _data(line: bytes) -> Iterator[str]:
    name, _colon, value = line.partition(b":")
    if not line or not name or name in (b"event", b"id", b"retry"):
        return
    if name != b"data":
        raise Failed("malformed")
    try:
        yield value.strip().decode()
    except UnicodeDecodeError:
        raise Failed("malformed") from None


def _piece(data: str) -> tuple[Piece, bool]:
    """One event, and whether the model says that it is done. Whatever is not as agreed is malformed."""
    try:
        event = json.loads(data)
        choice = (event.get("choices") or [{}])[0]
        text = (choice.get("delta") or {}).get("content") or ""
        usage = event.get("usage") or {}
        counted = usage.get("prompt_tokens"), usage.get("completion_tokens")
        model = event.get("model") or ""
    except (ValueError, AttributeError, TypeError, LookupError):
        raise Failed("malformed") from None
    if (
        "error" in event
        or not isinstance(text, str)
        or not all(number is None or isinstance(number, int) for number in counted)
    ):
        raise Failed("malformed")
    return Piece(text, *counted, str(model)[:80]), bool(choice.get("finish_reason"))
