"""Telling the trail of signing in and out, failures, lock-outs, second factors and passwords.

Who failed to sign in has shown nothing, so such an entry has no actor: its subject is the account that was tried, and a
name that nobody has is kept as a keyed digest only.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index
from foyer.staff.acts import (
    CODE_REPLAYED,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    LOCKED_OUT,
    PASSWORD_CHANGED,
    SIGN_IN_FAILED,
    SIGNED_IN,
    SIGNED_OUT,
)
from foyer.staff.models import User
from foyer.staff.sign_in import spent

SOMEBODY = Actor("staff")
Outcome = audit.Outcome


def _uid(name: str) -> str:
    return f"foyer.staff.sign_in.telling.{name}"


@receiver(user_logged_in, dispatch_uid=_uid("signed_in"))
def tell_signed_in(user: Any, **_signal: Any) -> None:
    audit.record(SIGNED_IN, by=Actor.staff(user), on=f"user:{user.pk}")


@receiver(user_logged_out, dispatch_uid=_uid("signed_out"))
def tell_signed_out(user: Any, **_signal: Any) -> None:
    if user is not None:
        audit.record(SIGNED_OUT, by=Actor.staff(user), on=f"user:{user.pk}")


@receiver(user_login_failed, dispatch_uid=_uid("failed"))
def tell_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """A wrong name or password."""
    given = credentials.get("username") or credentials.get("email") or credentials.get("login") or ""
    if not given and request is not None:
        given = request.POST.get("login", "")
    _tell(SIGN_IN_FAILED, str(given), "refused")


@receiver(authentication_failed, dispatch_uid=_uid("factor_failed"))
def tell_factor_failed(user: Any = None, **signal: Any) -> None:
    """The password was right, the second factor was not; a code that was right before is told apart."""
    subject = f"user:{user.pk}" if user is not None else ""
    details = {"factor": str(getattr(signal.get("authenticator"), "type", "") or "second")}
    request = signal.get("request")
    if user is not None and request is not None and spent.is_spent(user, request.POST.get("code", "")):
        audit.record(CODE_REPLAYED, by=SOMEBODY, on=subject, outcome="refused", details=details)
    audit.record(SIGN_IN_FAILED, by=SOMEBODY, on=subject, outcome="refused", details=details)


@receiver(user_locked_out, dispatch_uid=_uid("locked_out"))
def tell_locked_out(username: str = "", **_signal: Any) -> None:
    _tell(LOCKED_OUT, str(username or ""), "refused")


@receiver([password_changed, password_reset, password_set], dispatch_uid=_uid("password"))
def tell_password(user: Any, **_signal: Any) -> None:
    audit.record(PASSWORD_CHANGED, by=Actor.staff(user), on=f"user:{user.pk}", fields=("password",))


@receiver(authenticator_added, dispatch_uid=_uid("factor_added"))
def tell_factor_added(user: Any, authenticator: Any, **_signal: Any) -> None:
    details = {"factor": authenticator.type}
    audit.record(FACTOR_ADDED, by=Actor.staff(user), on=f"user:{user.pk}", details=details)


@receiver(authenticator_removed, dispatch_uid=_uid("factor_removed"))
def tell_factor_removed(user: Any, authenticator: Any, **_signal: Any) -> None:
    details = {"factor": authenticator.type}
    audit.record(FACTOR_REMOVED, by=Actor.staff(user), on=f"user:{user.pk}", details=details)


def _tell(kind: audit.Kind, account: str, outcome: Outcome) -> None:
    user = User.objects.filter(Q(username__iexact=account) | Q(email__iexact=account)).first() if account else None
    name = blind_index(account.casefold(), "audit.account")[:16] if account else ""
    subject = f"user:{user.pk}" if user else f"account:{name}"
    audit.record(kind, by=SOMEBODY, on=subject, outcome=outcome, details={"account": name})
