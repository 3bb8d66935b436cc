"""Stopping those who guess: after repeated failures a user is locked out from that address for a while.

django-axes counts in the database, so that all web processes and machines count together.
"""

import math
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base import clock
from foyer.staff.models import User


def account_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name that failures are counted for: the same for the user's name in any case and their e-mail."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or given.get("login") or _posted(request)
    user = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).first() if typed else None
    return user.username if user else str(typed or "").casefold()[:255]


def client_address(request: HttpRequest) -> str:
    """The address failures are counted for; allauth knows how many proxies to trust."""
    return get_adapter().get_client_ip(request)


def locked_out(request: HttpRequest, *rest: Any) -> HttpResponse:
    """The page that says for how long, in the reader's language."""
    credentials = rest[-1] if rest and isinstance(rest[-1], dict) else getattr(request, "axes_credentials", None)
    ends_at = lock_ends_at(account_of(request, credentials), client_address(request))
    minutes = max(1, math.ceil((ends_at - clock.now()).total_seconds() / 60))
    context = {"minutes": minutes, "ends_at": ends_at, "limit": settings.AXES_FAILURE_LIMIT}
    response = render(request, "staff/locked_out.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def lock_ends_at(account: str, ip_address: str | None) -> datetime:
    """When the lock of this account from this address opens by itself."""
    tries = AccessAttempt.objects.filter(username=account, ip_address=ip_address).order_by("-attempt_time")
    last: datetime = tries.values_list("attempt_time", flat=True).first() or clock.now()
    return last + settings.AXES_COOLOFF_TIME


def _posted(request: HttpRequest | None) -> str:
    return request.POST.get("login", "") if request else ""
