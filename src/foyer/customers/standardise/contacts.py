"""A contact point's value, read as its kind says."""

import re

from foyer.customers.standardise.emails import email
from foyer.customers.standardise.phones import phone
from foyer.customers.standardise.text import folded

_WECHAT = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_\-]{4,63}$")


def wechat(value: str) -> str | None:
    """A WeChat name or the openid an official account knows: letters, digits, _ and -; capitals tell openids apart."""
    found = folded(value)
    return found if found and _WECHAT.match(found) else None


def contact(value: str, kind: str | None = None, region: str = "CN") -> str | None:
    """A phone, an e-mail or a WeChat name, as `kind` says; without a kind, whichever it can be read as."""
    if kind == "phone":
        return phone(value, region)
    if kind is not None:
        return email(value) if kind == "email" else wechat(value)
    return email(value) if "@" in value or "＠" in value else phone(value, region)
