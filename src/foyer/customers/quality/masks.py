"""What may be shown of a value, by the mask that the standard gives its field."""

from __future__ import annotations

from collections.abc import Callable

from foyer.customers import masking
from foyer.customers.standard import Field

HIDDEN = "****"


def masked(field: Field, text: str | None) -> str:
    """The text as a page may show it: enough to see what is wrong with it, not to use it."""
    if not text:
        return ""
    return _MASKS[field.mask](text) if field.mask in _MASKS else text


def _contact(text: str) -> str:
    return masking.masked_email(text) if "@" in text else _tail(text)


def _tail(text: str) -> str:
    """The last two characters of what is long enough, and its length."""
    return "*" * (len(text) - 2) + text[-2:] if len(text) > 5 else "*" * len(text)


_MASKS: dict[str, Callable[[str], str]] = {
    "name": masking.masked_name,
    "date": lambda text: text[:4] + HIDDEN,
    "amount": lambda _text: HIDDEN,
    "text": lambda text: text[:1] + HIDDEN,
    "id": masking.masked_document,
    "card": masking.masked_card,
    "account": masking.masked_card,
    "address": masking.masked_address,
    "contact": _contact,
}
