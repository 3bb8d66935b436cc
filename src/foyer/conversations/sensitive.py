"""Numbers that people type into the chat: a card number is never kept (PCI DSS 3.4), phones and documents are masked.

What is shown of them is what JR/T 0171 shows: 138****0001, 3****************3, 622202******7894. The text with its
phones and documents in full is kept beside, sealed; who needs it asks for it with a reason.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from foyer.customers import masking

_DIGITS = re.compile(r"(?<![\d*])\d(?:[ -]?\d){12,18}(?!\d)")
_RESIDENT_ID = re.compile(r"(?<![\w*])[1-9]\d{5}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dXx](?!\w)", re.ASCII)
_MOBILE = re.compile(r"(?<![\d*])(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}(?!\d)")
_FEWEST = 11  # digits of the shortest number looked for, a mobile phone's
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Hidden:
    """`shown` with every number masked; `original` with phones and documents in full, empty where it is the same."""

    shown: str
    original: str


def hidden(text: str, *, cards_only: bool = False) -> Hidden:
    """What is kept of a text that somebody wrote; of what the house writes only cards are looked for."""
    plain = hide_card_numbers(text)
    shown = plain if cards_only else _hide(_hide(plain, _RESIDENT_ID, _document), _MOBILE, _phone)
    return Hidden(shown, plain if shown != plain else "")


def hide_card_numbers(text: str) -> str:
    """First six and last four of every number that is a card number by length and check digit."""
    return _hide(text, _DIGITS, _card)


def hide_numbers(text: str) -> str:
    """The text with cards, documents and phones masked, for what is kept only so."""
    return hidden(text).shown


def _hide(text: str, pattern: re.Pattern[str], mask: Callable[[str], str | None]) -> str:
    """Found in the digits as they read (also ７ for 7), put in their place; a text without long digits is passed by."""
    if sum(map(str.isdecimal, text)) < _FEWEST:
        return text
    plain = _narrow(text)
    pieces, end = [], 0
    for match in pattern.finditer(plain):
        masked = mask(re.sub(r"[^0-9Xx+]", "", match[0]))
        if masked is not None:
            pieces += [text[end : match.start()], masked]
            end = match.end()
    return "".join([*pieces, text[end:]]) if pieces else text


def _narrow(text: str) -> str:
    """Digits of any script and width as 0-9, dashes and spaces of any kind as one; every character in its place."""
    return text if text.isascii() else text.translate(_NARROW)


class _Narrow(dict[int, str]):
    """Each letter is looked at once a process."""

    def __missing__(self, code: int) -> str:
        self[code] = _narrowed(chr(code))
        return self[code]


_NARROW = _Narrow()


def _narrowed(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if letter in "ＸｘX":
        return "X"
    kind = unicodedata.category(letter)
    return "-" if kind == "Pd" else " " if kind == "Zs" else letter


def _card(digits: str) -> str | None:
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}" if _passes_luhn(digits) else None


def _document(number: str) -> str | None:
    return masking.masked_document(number) if _is_resident_id(number) else None


def _phone(digits: str) -> str:
    return masking.masked_phone(digits[-11:])


def _is_resident_id(number: str) -> bool:
    """By its check digit (GB 11643)."""
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return "10X98765432"[rest] == number[-1].upper()


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
