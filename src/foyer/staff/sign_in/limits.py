"""How long a sign-in lasts: so long without a sign of somebody (`FOYER_IDLE_MINUTES`), and so long at all
(`FOYER_SESSION_HOURS`); and that proving oneself once more gives the session a new key.

What counts as a sign: opening a page, changing something, or the script that hears the keyboard. A page that refreshes
itself is none. The instants are kept in the session, written at most once a minute.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from foyer.base import clock, live
from foyer.staff.models import User
from foyer.staff.sign_in.sessions import keep_to_the_limit

SEEN, BEGAN = "foyer_seen", "foyer_began"
WRITE_EVERY = timedelta(seconds=60)
SAFE = ("GET", "HEAD", "OPTIONS")


class SessionLimitsMiddleware(MiddlewareMixin):
    """Ends a session whose time is over, notes signs of life, and changes the key after a step-up."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        vars(request)["foyer_proofs"] = len(request.session.get(PROOFS, []))
        if is_over(request.session):
            logout(request)
            return _sign_in_again(request)
        if is_a_sign_of_life(request):
            _note(request)
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        before = vars(request).get("foyer_proofs")
        if before is not None and request.user.is_authenticated and len(request.session.get(PROOFS, [])) > before:
            change_key(request)
        return response


@live.session_held
def is_not_over(session: Any) -> bool:
    return not is_over(session)


def is_over(session: Any) -> bool:
    """Whether the session has been idle too long or is too old."""
    now, idle = clock.now(), settings.FOYER_IDLE_SECONDS
    seen, began = _instant(session, SEEN), _instant(session, BEGAN)
    is_idle = bool(idle and seen and now - seen > timedelta(seconds=idle))
    return is_idle or bool(began and now - began > timedelta(seconds=settings.SESSION_COOKIE_AGE))


def is_a_sign_of_life(request: HttpRequest) -> bool:
    return request.method not in SAFE or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def change_key(request: HttpRequest) -> None:
    """A new key for the same session: whoever knew the old one holds nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def _note(request: HttpRequest) -> None:
    now, seen = clock.now(), _instant(request.session, SEEN)
    if seen is not None and now - seen < WRITE_EVERY:
        return
    request.session[SEEN] = now.isoformat()
    request.session.setdefault(BEGAN, now.isoformat())
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def _instant(session: Any, name: str) -> datetime | None:
    written = session.get(name)
    return datetime.fromisoformat(written) if written else None


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return redirect_to_login(request.get_full_path())
    sentence = _("You have been signed out. Sign in again to go on.")
    return JsonResponse({"code": "session_over", "message": sentence}, status=401, headers={"HX-Refresh": "true"})


@receiver(user_logged_in, dispatch_uid="foyer.staff.sign_in.begin_session")
def begin_session(request: HttpRequest, user: User, **_signal: Any) -> None:
    """A session begins; one too many signs the oldest out."""
    now = clock.now().isoformat()
    request.session[SEEN] = request.session[BEGAN] = now
    if request.session.session_key:
        keep_to_the_limit(user, request.session.session_key)
