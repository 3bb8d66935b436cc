"""How the pages of privacy call steps, fields and reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.privacy.consents.queries import purpose_names
from foyer.privacy.requests import reasons
from foyer.privacy.requests.asking import DOCUMENTS

STEPS: dict[str, str | Promise] = {
    "asked": _("Asked"),
    "identify": _("Identity proved"),
    "document": _("Document seen"),
    "take": _("Taken in hand"),
    "put_back": _("Put back"),
    "link": _("Customer named"),
    "extend": _("Extended"),
    "propose": _("Deletion proposed"),
    "decline": _("Second person declined"),
    "begin": _("Begun"),
    "found": _("Found and copied"),
    "corrected": _("Corrected"),
    "deleted": _("Deleted"),
    "explained": _("Explained"),
    "stumble": _("Stopped by a problem"),
    "complete": _("Done"),
    "refuse": _("Refused"),
    "withdraw": _("Withdrawn by the person"),
}
FIELDS: dict[str, str | Promise] = {
    "field": _("What is wrong"),
    "value": _("What is right"),
    "why": _("Why"),
    "purpose": _("Purpose"),
    "relative": _("Name of the relative who died"),
    "relation": _("Relation to them"),
    "wish": _("What is wished"),
}
VALUES: dict[str, str | Promise] = {
    "name": _("Name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "language": _("Language"),
    "home_address": _("Home address"),
    "employer": _("Employer"),
    "occupation": _("Occupation"),
}
_DOCUMENTS: dict[str, str | Promise] = {
    "resident_id": _("Resident ID card"),
    "passport": _("Passport"),
    "hkmo_permit": _("Permit of a Hong Kong or Macao resident"),
    "foreign_id": _("Permanent residence card"),
    "household_register": _("Household register"),
    "death_certificate": _("Death certificate"),
}
HOW: dict[str, str | Promise] = {
    "sign_in": _("signed in"),
    "sms_code": _("code by text message"),
}
WHY: dict[str, str | Promise] = {
    "": "",
    "rehearsal": _("only counted"),
    "legal_hold": _("a legal hold stands"),
    "later_room": _("nothing of this kind is kept yet"),
    "own_room": _("carried out by its own room"),
}


def field_name(name: str) -> str | Promise:
    return FIELDS.get(name) or VALUES.get(name, name)


def asked_words(name: str, text: str) -> str | Promise:
    """What somebody asked in a field: the name of a value or a purpose instead of its code, else their own words."""
    if name == "field":
        return VALUES.get(text, text)
    return str(purpose_names().get(text, text)) if name == "purpose" else text


def how_identified(code: str) -> str | Promise:
    """How somebody's identity was proved: "sign_in", "sms_code", or "document:passport"."""
    return HOW.get(code) or _DOCUMENTS.get(code.removeprefix("document:"), code)


def document_names() -> list[tuple[str, str | Promise]]:
    return [(code, _DOCUMENTS[code]) for code in DOCUMENTS]


def refusal_words(code: str, language: str) -> str:
    return f"{reasons.REFUSALS[code].text.in_(language)} · {reasons.REFUSALS[code].law.in_(language)}" if code else ""
