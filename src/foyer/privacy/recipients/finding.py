"""Whom this house is configured to talk to, and where data comes from: every one of them stands in the register.

What is found and not yet described is "to be described" until compliance has done so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from foyer.base.text import Bilingual
from foyer.customers.sources import queries as sources
from foyer.privacy.models import Recipient

ENTRUSTED, SOURCE = Recipient.Role.ENTRUSTED, Recipient.Role.SOURCE


@dataclass(frozen=True)
class Found:
    """A party the house is configured for, with what is known of it from there."""

    code: str
    name: Bilingual
    role: str
    kinds: tuple[str, ...]
    contract: str = ""
    exit: str = ""


Finder = Callable[[], Iterator[Found]]
_finders: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Register who knows of parties; rooms above that talk to somebody add theirs at start."""
    _finders.append(find)
    return find


def found() -> list[Found]:
    """Every party the house talks to now."""
    return [one for find in _finders for one in find()]


def enter() -> int:
    """Enter those that are not in the register yet; how many were new."""
    known = set(Recipient.objects.values_list("code", flat=True))
    new = [one for one in found() if one.code not in known]
    Recipient.objects.bulk_create([_row(one) for one in new], ignore_conflicts=True)
    return len(new)


def _row(one: Found) -> Recipient:
    exit_plan = Bilingual(one.exit, one.exit) if one.exit else Bilingual()
    return Recipient(
        code=one.code[:80], name=one.name, role=one.role, kinds=list(one.kinds), contract=one.contract[:120],
        exit_plan=exit_plan,
    )  # fmt: skip


@finder
def messages() -> Iterator[Found]:
    """Text messages and e-mail."""
    if settings.FOYER_SMS_URL:
        host = urlsplit(settings.FOYER_SMS_URL).hostname or settings.FOYER_SMS
        yield Found(f"sms:{host}", Bilingual(f"短信网关 {host}", f"SMS gateway {host}"), ENTRUSTED, ("contact",))
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") and settings.EMAIL_HOST:
        host = settings.EMAIL_HOST
        kinds = ("contact", "conversation")
        yield Found(f"smtp:{host}", Bilingual(f"邮件服务器 {host}", f"Mail server {host}"), ENTRUSTED, kinds)


@finder
def keys_and_sign_in() -> Iterator[Found]:
    """Who keeps the keys, and who signs colleagues in; neither sees customers' data in clear."""
    kms = str(getattr(settings, "FOYER_KMS_URL", "") or "")
    if kms:
        host = urlsplit(kms).hostname or kms
        yield Found(f"kms:{host}", Bilingual(f"密钥管理 {host}", f"Key management {host}"), ENTRUSTED, ())
    for app in _oidc_apps():
        url = str(app.get("settings", {}).get("server_url", ""))
        host = urlsplit(url).hostname or str(app.get("provider_id", "oidc"))
        yield Found(f"oidc:{host}", Bilingual(f"统一登录 {host}", f"Single sign-on {host}"), ENTRUSTED, ())


@finder
def third_party_sources() -> Iterator[Found]:
    """Data that others give us: each source whose mapping names a provider."""
    for one in sources.all_sources():
        party = one.third_party
        if party is not None:
            kinds = ("identity", "contact")
            yield Found(f"source:{one.code}", one.title, SOURCE, kinds, party.contract, party.exit)


def _oidc_apps() -> list[dict[str, Any]]:
    providers = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {})
    return [*providers.get("APPS", []), *([providers["APP"]] if providers.get("APP") else [])]
