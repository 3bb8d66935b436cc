"""What a request with events may look like: read once, limits checked, and no more understood than accepting it needs.

A batch is refused as a whole when it cannot be read, is too large, or holds no usable message. A message that cannot
be used among others that can is kept with them and reported when the batch is drained: bad rows never stop good ones.
"""

import json
from dataclasses import dataclass
from typing import Any

import msgspec

from foyer.customers.collecting.errors import (
    BatchMissing,
    MessageNotRight,
    MessageTooLarge,
    NotUtf8,
    TooDeep,
    TooLarge,
    Unreadable,
    WriteKeysDiffer,
)
from foyer.customers.collecting.numbers import finite, no_constant

MOST_MESSAGE_BYTES = 32 * 1024
MOST_BATCH_BYTES = 500 * 1024
MOST_ID_CHARACTERS = 120
MOST_MESSAGE_ID_CHARACTERS = 200
MOST_DEPTH = 32
KINDS = ("identify", "track", "page", "screen", "group", "alias")
BATCHES = ("batch", "import")
BODIES = ("properties", "traits", "context")


class _Parts(msgspec.Struct):
    batch: list[msgspec.Raw]


_quick, _parts = msgspec.json.Decoder(), msgspec.json.Decoder(_Parts)


@dataclass(frozen=True)
class Request:
    """A body that may be kept: its bytes, the write key it names, and how many messages it has."""

    body: bytes
    write_key: str
    count: int


def most_bytes(kind: str) -> int:
    """How large the body of a request may be."""
    return MOST_BATCH_BYTES if kind in BATCHES else MOST_MESSAGE_BYTES


def too_large(kind: str) -> TooLarge:
    return TooLarge() if kind in BATCHES else MessageTooLarge()


def read(kind: str, body: bytes) -> Request:
    """Understand a request. Raises the refusals of `errors`."""
    if len(body) > most_bytes(kind):
        raise too_large(kind)
    try:
        return _batch(body) if kind in BATCHES else _single(kind, body)
    except RecursionError:
        raise TooDeep from None
    except UnicodeDecodeError:
        raise NotUtf8 from None
    except ValueError:
        raise Unreadable from None


def opened(kind: str, text: str) -> tuple[dict[str, Any], list[Any]]:
    """What `read` accepted, once more: what surrounds the messages, and the messages."""
    whole = json.loads(text, parse_constant=no_constant, parse_float=finite)
    return (whole, whole["batch"]) if kind in BATCHES else (whole, [{**whole, "type": kind}])


def problem_of(message: Any) -> str | None:
    """Why a message cannot be used: a key of `errors.PROBLEMS`; None for a good one."""
    if not isinstance(message, dict):
        return "not_an_object"
    kind, identifier = message.get("type"), message.get("messageId")
    if kind not in KINDS:
        return "type_unknown"
    if identifier is not None and not (isinstance(identifier, str) and len(identifier) <= MOST_MESSAGE_ID_CHARACTERS):
        return "message_id_not_right"
    if any(not isinstance(message.get(name) or {}, dict) for name in BODIES):
        return "body_not_an_object"
    return _lacks(kind, message) or ("too_deep" if _is_deep(message) else None)


def id_of(message: dict[str, Any], name: str) -> str:
    """An identifier as text; numbers are taken as they are written, anything else is none."""
    value = message.get(name)
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        text = str(value).strip()
        return text if len(text) <= MOST_ID_CHARACTERS else ""
    return ""


def _single(kind: str, body: bytes) -> Request:
    message = _value(body)
    problem = problem_of({**message, "type": kind} if isinstance(message, dict) else message)
    if problem:
        raise MessageNotRight(problem)
    return Request(body, _key_in(message), 1)


def _batch(body: bytes) -> Request:
    whole = _value(body)
    if not isinstance(whole, dict):
        raise Unreadable
    messages = whole.get("batch")
    if not isinstance(messages, list) or not messages:
        raise BatchMissing
    if len(body) > MOST_MESSAGE_BYTES and max(_sizes(body, messages)) > MOST_MESSAGE_BYTES:
        raise MessageTooLarge
    if all(problem_of(message) for message in messages):
        raise MessageNotRight(problem_of(messages[0]) or "")
    return Request(body, _key_in(whole), len(messages))


def _value(body: bytes) -> Any:
    """What the JSON says. The quick reader is stricter than the standard library's, which has the last word."""
    try:
        return _quick.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(body.decode(), parse_constant=no_constant)


def _sizes(body: bytes, messages: list[Any]) -> list[int]:
    """How many bytes each message takes as it came; written compactly where the quick reader could not read it."""
    try:
        return [len(memoryview(raw)) for raw in _parts.decode(body).batch]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [len(json.dumps(message, ensure_ascii=False).encode(errors="surrogatepass")) for message in messages]


def _key_in(whole: dict[str, Any]) -> str:
    key = whole.get("writeKey") or ""
    if not isinstance(key, str):
        raise WriteKeysDiffer
    return key


def _lacks(kind: str, message: dict[str, Any]) -> str | None:
    user = id_of(message, "userId")
    if kind == "alias":
        return None if user and id_of(message, "previousId") else "previous_missing"
    if not user and not id_of(message, "anonymousId"):
        return "user_missing"
    if kind == "track" and not (isinstance(message.get("event"), str) and message["event"].strip()):
        return "event_missing"
    return "group_missing" if kind == "group" and not id_of(message, "groupId") else None


def _is_deep(message: dict[str, Any]) -> bool:
    """Whether it is nested deeper than anything that means something; level by level, so that no depth can hurt."""
    level: list[Any] = [message]
    for _depth in range(MOST_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True
