# ruff: noqa: E501  a way of writing a line, however long
"""Cards, accounts, documents, phones and references: checked by their own rules, and masked from the start.

What was found is only ever given on with its middle hidden. Whoever must act on the number itself takes it from the
message, by the entity's place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foyer.assistant.understanding.entities.entity import Entity
from foyer.customers.standardise.accounts import iban, luhn
from foyer.customers.standardise.phones import phone
from foyer.customers.standardise.resident import resident_id
from foyer.privacy.deid import Span

_TAIL = re.compile(
    r"(?:尾号|后四位|末四位|最后四位|后4位|尾数)(?:是|为|:|：| )*(\d{4})(?!\d)"
    r"|\b(?:ending|ends|end)(?: (?:in|with|on))? (\d{4})(?!\d)"
    r"|\blast (?:four|4)(?: digits)?(?: are| is|:)? (\d{4})(?!\d)"
    r"|(?:\*{2,}|x{4,}|•{2,}) ?(\d{4})(?!\d)"
    r"|(?<!\d)(\d{4})(?:结尾|那张卡|的卡|的信用卡|的储蓄卡|的借记卡)"
)
_REFERENCE = re.compile(
    r"(?:流水号?|交易号|交易编号|订单号|参考号|凭证号|业务编号|受理编号|申请编号|工单号?)(?:是|为|:|：| )*((?=[a-z-]*\d)[a-z0-9-]{6,32})"
    r"|\b(?:reference|ref\.?|transaction (?:id|number|no\.?)|case (?:id|number|no\.?)|order (?:id|number|no\.?)|confirmation"
    r" (?:code|number))(?: (?:number|no\.?|id))?(?: is|:|#)* ?((?=[a-z-]*\d)[a-z0-9-]{6,32})"
)
_DIGITS = re.compile(r"[^0-9a-zA-Z]")


def tails(text: str) -> Iterator[Entity]:
    """The last four digits of a card or an account, which may be named."""
    for match in _TAIL.finditer(text):
        group = next(number for number in range(1, 6) if match[number])
        about = text[match.end() : match.end() + 6] + text[max(0, match.start() - 12) : match.start()]
        value = {"last4": match[group], "of": _of(about)}
        yield Entity("tail", match.start(group), match.end(group), value, 0.95 if group < 5 else 0.8, "last_four")


def _of(about: str) -> str:
    if re.search("信用卡|credit", about):
        return "credit_card"
    if re.search("储蓄卡|借记卡|debit", about):
        return "debit_card"
    return "account" if re.search("账户|帐户|账号|account", about) else "card"


def references(text: str) -> Iterator[Entity]:
    for match in _REFERENCE.finditer(text):
        group = 1 if match[1] else 2
        value = {"masked": masked(match[group].upper(), 0, 4)}
        yield Entity("reference", match.start(group), match.end(group), value, 0.9, "named_reference")


def identifying(text: str, spans: Iterable[Span]) -> Iterator[Entity]:
    """Of what leads to a person (`privacy.deid.find`) the numbers, each with what its check says."""
    for span in spans:
        kind, reading = _READINGS.get(span.kind, ("", None))
        if reading is not None:
            value, confidence, reason = reading(text[span.start : span.end])
            yield Entity(kind, span.start, span.end, value, confidence, reason)


Read = tuple[dict[str, object], float, str]


def _card(text: str) -> Read:
    digits = _DIGITS.sub("", text)
    good = luhn(digits)
    return {"masked": masked(digits, 0, 4), "check": good}, 0.99 if good else 0.4, "luhn" if good else "luhn_fails"


def _resident(text: str) -> Read:
    good = resident_id(text) is not None
    value = {"masked": masked(_DIGITS.sub("", text).upper(), 0, 2), "check": good}
    return value, 0.99 if good else 0.4, "check_digit" if good else "check_digit_fails"


def _account(text: str) -> Read:
    compact = _DIGITS.sub("", text).upper()
    return {"masked": masked(compact, 0, 4)}, 0.85, "named_account"


def _iban(text: str) -> Read:
    good = iban(text) is not None
    value = {"masked": masked(_DIGITS.sub("", text).upper(), 2, 4), "check": good}
    return value, 0.99 if good else 0.5, "check_digit" if good else "check_digit_fails"


def _phone(text: str) -> Read:
    known = phone(text)
    number = known or "".join(one for one in text if one.isdigit())
    return (
        {"masked": masked(number, 3, 2), "check": known is not None},
        0.97 if known else 0.6,
        ("valid_number" if known else "looks_like_a_number"),
    )


def _document(text: str) -> Read:
    return {"masked": masked(_DIGITS.sub("", text).upper(), 1, 2)}, 0.8, "named_document"


def _email(text: str) -> Read:
    name, _at, domain = text.partition("@")
    return {"masked": f"{name[:1]}***@{domain}" if domain else "***"}, 0.95, "form"


_READINGS = {
    "card": ("card", _card),
    "resident_id": ("resident_id", _resident),
    "account": ("account", _account),
    "iban": ("account", _iban),
    "number": ("account", _account),
    "phone": ("phone", _phone),
    "passport": ("document", _document),
    "company_id": ("document", _document),
    "email": ("email", _email),
}


def masked(value: str, first: int, last: int) -> str:
    """Its beginning and its end, with at least four characters hidden between them."""
    last = min(last, max(0, len(value) - first - 4))
    return f"{value[:first]}{'*' * 4}{value[len(value) - last :] if last else ''}"
