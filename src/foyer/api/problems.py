"""What is wrong with a field, said to a person: the kinds of pydantic's errors, in the reader's language."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    "missing": _("is missing"),
    "extra_forbidden": _("is not known here"),
    "string_type": _("must be text"),
    "string_too_short": _("must have at least %(min_length)s characters"),
    "string_too_long": _("may have at most %(max_length)s characters"),
    "string_pattern_mismatch": _("does not have the right form"),
    "int_type": _("must be a whole number"),
    "int_parsing": _("must be a whole number"),
    "int_from_float": _("must be a whole number"),
    "bool_type": _("must be true or false"),
    "bool_parsing": _("must be true or false"),
    "greater_than_equal": _("must be at least %(ge)s"),
    "less_than_equal": _("may be at most %(le)s"),
    "literal_error": _("must be one of %(expected)s"),
    "enum": _("must be one of %(expected)s"),
    "uuid_parsing": _("is not an identifier"),
    "uuid_type": _("is not an identifier"),
    "control_characters": _("holds characters that cannot be kept"),
}
ANYTHING_ELSE = _("is not right")


def problem(error: dict[str, Any]) -> dict[str, str]:
    """Where it is and what is wrong with it."""
    sentence = gettext(SENTENCES.get(error["type"], ANYTHING_ELSE))
    try:
        what = sentence % error.get("ctx", {})
    except KeyError:
        what = gettext(ANYTHING_ELSE)
    return {"where": _where(error["loc"]), "what": what, "type": error["type"]}


def _where(place: Any) -> str:
    """body.payload.text is just text to whoever wrote the request."""
    parts = [str(part) for part in place if part not in ("body", "query", "path", "form", "file", "asked")]
    return ".".join(parts) or "body"
