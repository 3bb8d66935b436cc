"""The child's side of a workshop: `python -m foyer.assistant.speech.workbench hearing|speaking SETTINGS`.

It answers one frame with one frame, and leaves when its parent does or when nobody has asked for ten minutes, which
gives the model's memory back. It knows neither Django nor the database.
"""

import json
import os
import sys
from collections.abc import Callable
from select import select
from typing import Any, BinaryIO

from foyer.assistant.speech.frames import HEAD, packed, sizes

IDLE_SECONDS = 600
POLITE = 5  # the chat comes first, whatever the model is doing

Work = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]


def main(craft: str, settings: dict[str, Any]) -> None:
    os.nice(POLITE)
    told, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up between the frames
    work: Work | None = None
    while select([told], [], [], settings.get("idle", IDLE_SECONDS))[0]:
        frame = _frame(told)
        if frame is None:
            return
        try:
            work = work or _craft(craft, settings)
            answer = packed(*work(*frame))
        except Exception as error:  # whatever foreign code does with foreign sound, the next one is heard
            answer = packed({"failed": f"{type(error).__name__}: {error}"[:300]})
        answers.write(answer)
        answers.flush()


def _craft(craft: str, settings: dict[str, Any]) -> Work:
    """Load the model: only now, at the first piece of work."""
    if craft == "hearing":
        from foyer.assistant.speech.hearing.work import work
    else:
        from foyer.assistant.speech.speaking.work import work
    return work(settings)


def _frame(told: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    head = _exactly(told, HEAD.size)
    if head is None:
        return None
    size, body_size = sizes(head)
    asked, body = _exactly(told, size), _exactly(told, body_size)
    return None if asked is None or body is None else (json.loads(asked), body)


def _exactly(told: BinaryIO, size: int) -> bytes | None:
    found = b""
    while len(found) < size:
        part = told.read(size - len(found))
        if not part:
            return None
        found += part
    return found


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
