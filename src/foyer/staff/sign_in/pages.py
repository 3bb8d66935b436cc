"""The few pages of signing in that allauth does not have."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.base.actors import Actor
from foyer.staff import actions
from foyer.staff.models import User
from foyer.staff.sign_in.preferences import DJANGO_CODE, PreferencesForm, remember_language
from foyer.staff.sign_in.sessions import end_others, end_session, open_sessions


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, time zone and theme."""
    user = _me(request)
    before = {"language": user.language, "time_zone": user.time_zone, "theme": user.theme}
    form = PreferencesForm(request.POST or None, initial=before)
    if not form.is_valid():
        return render(request, "staff/preferences.html", {"form": form})
    actions.set_preferences(user, **form.cleaned_data, by=Actor.staff(user))
    with translation.override(DJANGO_CODE[user.language]):
        messages.success(request, _("Your preferences are saved."))
    response = redirect("staff_preferences")
    remember_language(response, user.language)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser I am signed in with; a POST ends all but this one."""
    here = request.session.session_key or ""
    if request.method == "POST":
        end_others(_me(request), here)
        messages.success(request, _("All other sessions are signed out."))
        return redirect("usersessions_list")
    return render(request, "staff/sessions.html", {"sessions": open_sessions(_me(request)), "here": here})


@login_required
@require_POST
def sign_out_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session of mine, wherever it is open."""
    if not end_session(_me(request), session_id):
        raise Http404
    messages.success(request, _("That session is signed out."))
    return redirect("usersessions_list")


@require_http_methods(["GET", "POST"])
def alive(request: HttpRequest) -> HttpResponse:
    """A script asks how long a session may be idle (GET), and says that somebody is at the keyboard (POST)."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if request.method == "POST":
        return HttpResponse(status=204)
    return JsonResponse({"idle_seconds": settings.FOYER_IDLE_SECONDS, "csrf": get_token(request)})


def email_is_set_by_the_bank(request: HttpRequest) -> HttpResponse:
    """In place of allauth's page: an e-mail address can reset a password, so an administrator keeps it."""
    return redirect("staff_preferences")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)
