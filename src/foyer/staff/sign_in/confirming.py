"""Proving oneself once more before rights or security settings change in the back office (`FOYER_CONFIRM_MINUTES`).

A desk left open, or a session that somebody took, is not enough to give a right away. A sign-in, the password or the
second factor counts for some minutes. It is asked before a form is opened; whoever fills it in slowly has as long again
to save it. Who comes from the bank's identity provider, and has neither here, signs in there once more.
"""

import re
import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

SAFE = ("GET", "HEAD", "OPTIONS")
GIVES_RIGHTS = re.compile(
    r"^/admin/(staff/(user|unit|approvalrequest)|auth/group|security/\w+|privacy/access\w+|api/webhook"
    r"|customers/(writekey|survivorshiprule))/|^/accounts/sessions/"
)
FORM = re.compile(r"/(add|change|password)/$")


class ConfirmMiddleware(MiddlewareMixin):
    """Holds back who has not proved themselves lately. Costs nothing on every other page."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.FOYER_CONFIRM_SECONDS or not GIVES_RIGHTS.match(request.path):
            return None
        if not request.user.is_authenticated or not _is_held_back(request):
            return None
        return _ask(request)


def _is_held_back(request: HttpRequest) -> bool:
    if request.method not in SAFE:
        return not was_confirmed(request, within=2 * settings.FOYER_CONFIRM_SECONDS)
    return bool(FORM.search(request.path)) and not was_confirmed(request, within=settings.FOYER_CONFIRM_SECONDS)


def was_confirmed(request: HttpRequest, *, within: int) -> bool:
    """Whether this very session saw a proof so lately."""
    last = max((record.get("at", 0) for record in get_authentication_records(request, request.user)), default=0)
    return time.time() - last < within


def _ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and back to the one that was wanted."""
    if request.method not in SAFE:
        messages.warning(request, _("Nothing was saved. Confirm who you are, then do it again."))
    ways = {flow["id"] for flow in get_reauthentication_flows(request.user)}
    if not ways:
        logout(request)
        return redirect_to_login(request.path)
    page = "account_reauthenticate" if "reauthenticate" in ways else "mfa_reauthenticate"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.path})}")
