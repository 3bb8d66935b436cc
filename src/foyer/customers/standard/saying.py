"""A code of the standard as the reader says it."""

from django.utils.translation import get_language

from foyer.customers.standard import STANDARD


def said(entity: str, field: str, code: str) -> str:
    """The code's word in the active language; a code that the standard does not know is shown as it is."""
    known = STANDARD[entity][field].codes.get(code)
    if known is None:
        return code
    word = known.of(get_language() or "en")
    return word[:1].upper() + word[1:]
