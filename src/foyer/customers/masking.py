"""What may be shown of a name, a number and an address (JR/T 0171-2020, annex A): enough to recognise, not to use.

The one definition of the house: pages, the API, exports, notices, transcripts for staff and prompts all ask here. Which
end of a Chinese name is hidden is the bank's choice (FOYER_NAME_MASK): "surname" shows 张*, "given" shows *三.
"""

from collections.abc import Callable

from django.conf import settings

_HIDDEN = "*"


def masked_name(name: str) -> str:
    """The family name of a Chinese name, the first letters of others: 张三 → 张*, Mary Ann Smith → M*** A*** S***.

    One character alone is hidden whole.
    """
    name = name.strip()
    if not name.isascii():
        return _masked_chinese(name)
    return " ".join(word[:1] + _HIDDEN * 3 for word in name.split())


def _masked_chinese(name: str) -> str:
    if len(name) == 1:
        return _HIDDEN
    if settings.FOYER_NAME_MASK == "given":
        return _HIDDEN + name[1:] if len(name) == 2 else _HIDDEN * min(len(name) - 1, 2) + name[-1]
    return name[:1] + _HIDDEN * min(len(name) - 1, 2)


def masked_phone(phone: str) -> str:
    """First three and last four of a mainland number: 138****0001; the country code of others and their last two."""
    national = phone.removeprefix("+86") if phone.startswith("+86") else phone
    if not national.startswith("+") and len(national) == 11:
        return f"{national[:3]}****{national[-4:]}"
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) > 5 else _HIDDEN * len(phone)


def masked_email(email: str) -> str:
    """The first three characters and the domain: zha***@example.com."""
    local, at, domain = email.partition("@")
    return f"{local[: min(3, max(1, len(local) - 1))]}***@{domain}" if at else ""


def masked_document(number: str) -> str:
    """The first and the last character: 3****************3; of a short one the last only."""
    if len(number) < 6:
        return _HIDDEN * max(len(number) - 1, 0) + number[-1:]
    return f"{number[0]}{_HIDDEN * (len(number) - 2)}{number[-1]}"


def masked_passport(number: str) -> str:
    """The first and the last third."""
    third = len(number) // 3
    return f"{number[:third]}{_HIDDEN * (len(number) - 2 * third)}{number[len(number) - third :]}"


def masked_card(number: str) -> str:
    """The first and the last four of a card, in groups as on the card, the last four of a shorter number.

    6222575612341496 → 6222 **** **** 1496: less than PCI DSS 3.4 allows (BIN and last four).
    """
    if len(number) < 14:
        return f"{_HIDDEN * (len(number) - 4)}{number[-4:]}" if len(number) > 4 else _HIDDEN * len(number)
    hidden = _HIDDEN * (len(number) - 8)
    groups = [hidden[at : at + 4] for at in range(0, len(hidden), 4)]
    return " ".join([number[:4], *groups, number[-4:]])


def masked_address(text: str) -> str:
    """As far as the district or town; the street is hidden: 杭州市西湖区****, ****, Leeds."""
    for mark in ("区", "县", "市"):
        place, found, rest = text.partition(mark)
        if found and rest:
            return f"{place}{found}{_HIDDEN * 4}"
    parts = [part.strip() for part in text.split(",")]
    return f"{_HIDDEN * 4}, {parts[1]}" if len(parts) > 1 else _HIDDEN * 4


def masked_counterparty(text: str) -> str:
    """Whom money went to or came from: a number by its tail, a name by its first character."""
    return f"{_HIDDEN * 4}{text[-4:]}" if text[-4:].isdigit() else masked_name(text) if text else ""


def masked_date(text: str) -> str:
    """The year of a birth."""
    return f"{text[:4]}-**-**"


MASKS: dict[str, Callable[[str], str]] = {
    "name": masked_name,
    "given_name": lambda text: _HIDDEN * len(text),
    "latin_name": masked_name,
    "born_on": masked_date,
    "phone": masked_phone,
    "email": masked_email,
    "wechat": masked_passport,
    "passport": masked_passport,
    **dict.fromkeys(
        ("resident_id", "hkmo_permit", "foreign_id", "tax_id", "social_security", "other"), masked_document
    ),
    **dict.fromkeys(("home_address", "work_address", "mailing_address", "registered_address"), masked_address),
    "card": masked_card,
    "account": masked_card,
    "employer": lambda text: text[:2] + _HIDDEN * 4,
    "income": lambda _text: _HIDDEN * 4,
}


def masked(attribute: str, value: str) -> str:
    """What may be shown of an attribute's value; attributes that identify nobody are shown whole."""
    return MASKS[attribute](value) if attribute in MASKS else value
