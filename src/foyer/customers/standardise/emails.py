"""E-mail addresses in the form in which two of them are the same letterbox."""

import re
from functools import lru_cache

import idna

from foyer.customers.standardise.text import folded

_AROUND = re.compile(r"^(?:mailto:)?\s*(?:.*<)?([^<>\s]+@[^<>\s]+?)>?[\s.,;]*$", re.IGNORECASE)
_LOCAL = re.compile(
    r"^[^\W_](?:[\w!#$%&'+/=?^`{|}~-]|\.(?!\.|$))*$|^[\w!#$%&'+/=?^`{|}~-](?:\.?[\w!#$%&'+/=?^`{|}~-])*$"
)
_DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$")


def email(value: str) -> str | None:
    """The address in lower case, an international domain in its ASCII form (IDNA 2008).

    RFC 5321 lets the part before @ tell capitals apart; no provider does, and people type them at random. Dots and
    +tags stay, for there they differ from provider to provider. A misspelt domain is not guessed.
    """
    found = folded(value)
    if found is None or "*" in found or not (around := _AROUND.match(found)):
        return None
    local, _, domain = around[1].rpartition("@")
    host = _host(domain.lower())
    if host is None or not _LOCAL.match(local) or len(local) > 64:
        return None
    address = f"{local.lower()}@{host}"
    return address if len(address) <= 254 else None


@lru_cache(maxsize=1 << 13)
def _host(domain: str) -> str | None:
    if not domain.isascii():
        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return domain if len(domain) <= 253 and _DOMAIN.match(domain) else None
