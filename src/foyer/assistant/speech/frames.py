"""What passes between a workshop and its child: a head with two lengths, some JSON, some bytes."""

import json
import struct
from typing import Any

HEAD = struct.Struct("<II")
MOST_JSON, MOST_BODY = 256 * 1024, 32 * 2**20


def packed(told: dict[str, Any], body: bytes = b"") -> bytes:
    head = json.dumps(told, ensure_ascii=False).encode()
    return HEAD.pack(len(head), len(body)) + head + body


def sizes(head: bytes) -> tuple[int, int]:
    """The two lengths of a frame. Raises EOFError where they are none of ours."""
    told, body = HEAD.unpack(head)
    if told > MOST_JSON or body > MOST_BODY:
        raise EOFError
    return told, body
