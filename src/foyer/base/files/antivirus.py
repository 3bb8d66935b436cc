"""The bank's virus scanner: clamd, spoken to as it wants (INSTREAM), over TCP or a socket of this machine.

`FOYER_ANTIVIRUS` names it. Where it is named and does not answer, nothing comes in: a file that nobody examined is not
let through because the examiner is ill.
"""

import socket
import struct
from collections.abc import Callable

import structlog
from django.conf import settings

from foyer.base.files.errors import FileInfected, FileNotExamined

log = structlog.get_logger(__name__)

SECONDS = 20.0
PIECE = 64 * 1024
MOST_ANSWER = 4_096


def examine(data: bytes) -> None:
    """Return when the scanner finds nothing, or none is named. Raises FileInfected or FileNotExamined."""
    if not settings.FOYER_ANTIVIRUS:
        return
    try:
        answer = _ask(_connect(settings.FOYER_ANTIVIRUS), data)
    except OSError as error:
        log.error("antivirus_away", error=type(error).__name__)
        raise FileNotExamined from None
    if answer.endswith(" FOUND"):
        log.warning("file_infected", signature=answer.removeprefix("stream: ").removesuffix(" FOUND")[:80])
        raise FileInfected
    if answer != "stream: OK":
        log.error("antivirus_failed", answer=answer[:80])
        raise FileNotExamined


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)


def _ask(connection: socket.socket, data: bytes) -> str:
    """zINSTREAM, then pieces that each begin with their length, an empty one at the end; the answer ends with NUL."""
    with connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        return _answer(connection.recv)


def _answer(receive: Callable[[int], bytes]) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER:
        piece = receive(MOST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
