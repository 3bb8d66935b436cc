"""Proving oneself once more before rights or security settings change, in the back office and at the desk
(`FOYER_CONFIRM_MINUTES`).

A desk left open, or a session that somebody took, is not enough to give a right away. A sign-in, the password or the
second factor counts for some minutes. It is asked before a form is opened; whoever fills it in slowly has as long again
to save it. At the desk a strong verb is asked about when it is done: a rule of detection changed, a second person's
yes, a response undone, data taken out of the house. Who comes from the bank's identity provider, and has neither here,
signs in there once more.
"""

import re
import time
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foyer.staff.errors import ConfirmFirst

SAFE = ("GET", "HEAD", "OPTIONS")
GIVES_RIGHTS = re.compile(
    r"^/admin/(staff/(user|unit|approvalrequest)|auth/group|security/\w+|privacy/access\w+|api/webhook"
    r"|customers/(writekey|survivorshiprule))/|^/accounts/sessions/"
)
FORM = re.compile(r"/(add|change|password)/$")
STRONG = re.compile(
    r"^/desk/do/(security/(rules|responses|canaries|audit/export)(/|$)|security/(drills|risks|assessments)/(.+/)?agree$"
    r"|security/risks/.+/accept$"
    r"|privacy/(purposes|decide|unmaskings|glass|lines|recertifications|holds|disclosures|releases|notices|warnings)/"
    r"|privacy/customers/.+/(unfreeze|app)$|privacy/consents/.+/export$)"
)
"""What at the desk changes who watches, who may, or what leaves the house."""


class ConfirmMiddleware(MiddlewareMixin):
    """Holds back who has not proved themselves lately. Costs nothing on every other page."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.FOYER_CONFIRM_SECONDS or not _is_strong(request):
            return None
        if not request.user.is_authenticated or not _is_held_back(request):
            return None
        return _tell(request) if request.headers.get("X-Fragment") else _ask(request)


def _is_strong(request: HttpRequest) -> bool:
    return bool(GIVES_RIGHTS.match(request.path) or STRONG.match(request.path))


def _is_held_back(request: HttpRequest) -> bool:
    if request.method not in SAFE:
        return not was_confirmed(request, within=2 * settings.FOYER_CONFIRM_SECONDS)
    return bool(FORM.search(request.path)) and not was_confirmed(request, within=settings.FOYER_CONFIRM_SECONDS)


def was_confirmed(request: HttpRequest, *, within: int) -> bool:
    """Whether this very session saw a proof so lately."""
    last = max((record.get("at", 0) for record in get_authentication_records(request, request.user)), default=0)
    return time.time() - last < within


def _tell(request: HttpRequest) -> HttpResponse:
    """A script is told where to go; what was filled in stays on its page until the colleague does."""
    no = ConfirmFirst(confirm=_way(request), label=_("Confirm"))
    return JsonResponse(no.as_json(), status=no.status)


def _ask(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and back to the one that was wanted."""
    way = _way(request)
    if request.method not in SAFE:
        messages.warning(request, _("Nothing was saved. Confirm who you are, then do it again."))
    if not _ways(request):
        logout(request)
    return redirect(way)


def _way(request: HttpRequest) -> str:
    """Where one proves oneself, and is led back to the page one was on."""
    back, ways = _page_of(request), _ways(request)
    if not ways:
        return str(redirect_to_login(back).url)
    page = "account_reauthenticate" if "reauthenticate" in ways else "mfa_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': back})}"


def _ways(request: HttpRequest) -> set[str]:
    return {flow["id"] for flow in get_reauthentication_flows(request.user)}


def _page_of(request: HttpRequest) -> str:
    """The page itself; of a verb at the desk, which is no page, the one it was done from."""
    if not STRONG.match(request.path):
        return request.path
    came = urlsplit(request.headers.get("Referer", ""))
    ours = came.netloc == request.get_host() and came.path.startswith("/desk/")
    return came.path if ours else "/desk/"
