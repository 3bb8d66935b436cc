"""Numbers that must not be kept: a card number typed into the chat is masked before it is stored (PCI DSS 3.4)."""

import re

_DIGITS = re.compile(r"(?<![\d*])\d(?:[ -]?\d){12,18}(?!\d)")


def hide_card_numbers(text: str) -> str:
    """First six and last four of every number that is a card number by length and check digit."""
    return _DIGITS.sub(lambda match: _masked(match[0]), text)


def _masked(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}" if _passes_luhn(digits) else written


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
