"""What a value of each kind must be, and how it is kept: as text, in one form. A refusal speaks both languages."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from foyer.base.errors import Refusal
from foyer.base.text import Bilingual, visible
from foyer.customers.phones import normalise_phone
from foyer.servicing.errors import ValueRefused
from foyer.servicing.processes.declaring import Ask, Choice, Field

MOST_AMOUNT = Decimal("1e12")


def taken(ask: Ask, field: Field, raw: str) -> str:
    """The value as it is kept. Raises `ValueRefused`."""
    value = _KINDS[field.kind](ask, field, raw.strip())
    if field.check is not None:
        field.check(ask, value)
    return value


def choices_of(ask: Ask, field: Field) -> list[Choice]:
    return list(field.choices(ask)) if field.choices else []


def label_of(ask: Ask, field: Field, value: str) -> Bilingual:
    """How a value reads: a choice by its label, an amount with its separators, a phone masked."""
    if field.kind == "choice":
        return next((one.label for one in choices_of(ask, field) if one.value == value), Bilingual(value, value))
    return shown(field, value)


def shown(field: Field, value: str) -> Bilingual:
    """A value that is no choice, as a screen may show it."""
    if field.kind == "amount":
        return Bilingual(f"{Decimal(value):,.2f} 元", f"CNY {Decimal(value):,.2f}")
    if field.kind == "months":
        return Bilingual(f"{value} 个月", f"{value} months")
    if field.kind == "phone":
        local = value.removeprefix("+86")
        masked = f"{local[:3]}****{local[-4:]}"
        return Bilingual(masked, masked)
    return Bilingual(value, value)


def _choice(ask: Ask, field: Field, raw: str) -> str:
    found = choices_of(ask, field)
    if not any(one.value == raw for one in found):
        names = [one.label for one in found]
        raise ValueRefused(field.name, Bilingual(
            f"请从这些里选一项：{'、'.join(one.zh for one in names)}。",
            f"Please choose one of these: {', '.join(one.en for one in names)}.",
        ))  # fmt: skip
    return raw


def _text(_ask: Ask, field: Field, raw: str) -> str:
    plain = visible(raw)
    if not field.least <= len(plain) <= field.most:
        raise ValueRefused(field.name, Bilingual(
            f"请写 {field.least} 到 {field.most} 个字，现在是 {len(plain)} 个。",
            f"Please write between {field.least} and {field.most} characters; these are {len(plain)}.",
        ))  # fmt: skip
    return plain


def _amount(_ask: Ask, field: Field, raw: str) -> str:
    try:
        value = Decimal(raw.replace(",", ""))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or not 0 < value < MOST_AMOUNT or value != round(value, 2):
        raise ValueRefused(field.name, Bilingual(
            "请写一个大于零的金额，最多两位小数，例如 5000 或 5万。",
            "Please write an amount above zero with two decimals at most, such as 5000.",
        ))  # fmt: skip
    return str(value.quantize(Decimal("0.01")))


def _months(_ask: Ask, field: Field, raw: str) -> str:
    if not re.fullmatch(r"\d{1,3}", raw) or not 1 <= int(raw) <= 360:
        raise ValueRefused(field.name, Bilingual(
            "请写 1 到 360 个月之间的期限，例如 12个月 或 3年。",
            "Please write a term between 1 and 360 months, such as 12 months or 3 years.",
        ))  # fmt: skip
    return str(int(raw))


def _phone(_ask: Ask, field: Field, raw: str) -> str:
    try:
        return normalise_phone(raw)
    except Refusal:
        raise ValueRefused(field.name, Bilingual(
            "这不像一个手机号。请写 11 位手机号；境外号码请以 + 和国家代码开头。",
            "This does not look like a phone number. Numbers outside China begin with + and the country code.",
        )) from None  # fmt: skip


_KINDS: dict[str, Callable[[Ask, Field, str], str]] = {
    "choice": _choice, "text": _text, "amount": _amount, "months": _months, "phone": _phone,
}  # fmt: skip
