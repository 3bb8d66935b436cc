"""Plain text: what is invisible or merely another width of the same character is not part of a value."""

import functools
import re
import unicodedata
from collections.abc import Callable

from foyer.customers.standardise.tables import words

_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
_CLEAN = re.compile("[\u4e00-\u9fff0-9A-Za-z]+\\Z")
"""Nothing here has another width or form: the bulk of Chinese text needs no second look."""
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
HAN = re.compile("[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_NOTHING = words(
    "null none nan nil n/a na #n/a \\n - -- --- / . 无 暂无 没有 未知 不详 未填 空 不适用 undefined unknown"
)


def text(value: str) -> str | None:
    """Free text as written, without control and invisible characters and with single spaces; Unicode form NFC."""
    if _CLEAN.match(value):
        return value
    if value.isascii() and value.isprintable():
        return " ".join(value.split()) or None
    return _settled(_visible, value) or None


def _visible(value: str) -> str:
    kept = _CONTROL.sub(" ", _INVISIBLE.sub("", value))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def folded(value: str) -> str | None:
    """Text whose width does not matter, as numbers and names: half width (Unicode form NFKC), no joiners either."""
    if _CLEAN.match(value):
        return value
    if value.isascii() and value.isprintable():
        return " ".join(value.split()) or None
    return _settled(_narrow, value) or None


def _narrow(value: str) -> str:
    kept = _JOINERS.sub("", _CONTROL.sub(" ", _INVISIBLE.sub("", value)))
    return " ".join(unicodedata.normalize("NFKC", kept).split())


def _settled(step: Callable[[str], str], value: str) -> str:
    """The step again until nothing changes: taking a character away may let two others compose."""
    for _ in range(8):
        after = step(value)
        if after == value:
            return after
        value = after
    return value


def settling(reading: Callable[..., str | None]) -> Callable[..., str | None]:
    """A reading whose own result reads as itself; what does not come to rest in a few rounds cannot be read."""

    @functools.wraps(reading)
    def settled(value: str, **options: object) -> str | None:
        found = reading(value, **options)
        for _ in range(6):
            if found is None or (again := reading(found, **options)) == found:
                return found
            found = again
        return None

    return settled


def given(value: str) -> str | None:
    """The folded text, or None for the words that systems write where there is nothing: NULL, N/A, 无, 未知."""
    found = folded(value)
    return None if found is None or found.lower() in _NOTHING else found


def compact(value: str) -> str:
    """Letters and digits only, in capitals: how numbers of documents and accounts are compared."""
    found = folded(value) or ""
    return re.sub(r"[\s\-–—‐‑−_./·]", "", found).upper()
