"""Which roles must have a second factor (`FOYER_SECOND_FACTOR_ROLES`), and what happens until they do.

Someone in such a role who signs in by password alone reaches the page that sets one up, and nothing else. Who comes
from the bank's identity provider has shown theirs there.
"""

from typing import cast

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from foyer.staff.models import User

SATISFIED = "foyer_second_factor"
OPEN_TO_ALL = ("/accounts/", "/static/", "/i18n/", "/healthz", "/readyz")


def is_needed(user: User) -> bool:
    """Whether one of the user's roles, or being superuser, asks for a second factor."""
    roles = settings.FOYER_SECOND_FACTOR_ROLES
    if not roles or "*" in roles:
        return bool(roles)
    return (user.is_superuser and "administrator" in roles) or user.groups.filter(name__in=roles).exists()


def has_one(user: User) -> bool:
    """Whether the user has an authenticator app or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def was_shown(request: HttpRequest) -> bool:
    """Whether this very sign-in is by a passkey, which is both factors at once."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("method") == "mfa" for record in records)


def is_last_needed(authenticator: Authenticator) -> bool:
    """Whether removing this factor would leave a role without the one it needs."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return False
    others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
    others = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return is_needed(authenticator.user) and not others.exists()


class SecondFactorMiddleware(MiddlewareMixin):
    """Holds back who still needs a second factor. Costs nothing once satisfied, or where no role needs one."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not settings.FOYER_SECOND_FACTOR_ROLES or request.path.startswith(OPEN_TO_ALL):
            return None
        if not request.user.is_authenticated or _is_satisfied(request):
            return None
        return _set_one_up(request)


def _is_satisfied(request: HttpRequest) -> bool:
    if request.session.get(SATISFIED):
        return True
    user = cast(User, request.user)
    if is_needed(user) and not has_one(user) and not _came_from_provider(request):
        return False
    request.session[SATISFIED] = True
    return True


def _came_from_provider(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "socialaccount" for record in records)


def _set_one_up(request: HttpRequest) -> HttpResponse:
    sentence = _("Your role needs a second factor. Set up an authenticator app or a passkey to go on.")
    if request.method == "GET" and request.accepts("text/html"):
        messages.warning(request, sentence)
        return redirect(reverse("mfa_index"))
    return JsonResponse({"code": "second_factor_needed", "message": sentence}, status=403)
