"""Passwords that became known in breaches elsewhere, looked up in a file of the bank's own machine.

The file is the one that haveibeenpwned.com publishes, ordered by digest (`FOYER_BREACHED_PASSWORDS`): one among a
thousand million lines is found by halving in some thirty reads, and no digest of a password leaves the house. A file
that cannot be read refuses every new password: a check that silently does not happen is none.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)
DIGEST = 40


class BreachedValidator:
    """Refuses what stands in the file; without one it says nothing."""

    def validate(self, password: str, user: object = None) -> None:
        path = settings.FOYER_BREACHED_PASSWORDS
        if not path:
            return
        try:
            known = is_in(Path(path), password)
        except OSError as error:
            log.error("breached_passwords_unreadable", error=type(error).__name__)
            raise ValidationError(
                _("Passwords cannot be checked just now. Try again later."), code="password_unchecked"
            ) from None
        if known:
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        return _("A password that became known in a breach elsewhere cannot be used.")


def is_in(path: Path, password: str) -> bool:
    """Whether the digest of a password begins a line of an ordered file."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:  # the wanted line, if there is one, begins at or behind `low` and before `high`
            middle = (low + high) // 2
            begin, line = _line_from(file, middle)
            if not line or begin >= high:
                high = middle
            elif line[:DIGEST].upper() == wanted:
                return True
            elif line[:DIGEST].upper() < wanted:
                low = begin + len(line)
            else:
                high = middle
    return False


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at or behind a place, and where."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()  # to the end of the line that the place is in
    begin = file.tell()
    return begin, file.readline()
