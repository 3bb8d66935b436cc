"""Who may come in, and how a "no" looks: a page for a page, a short word for a piece of one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Refusal
from foyer.staff import queries as staff
from foyer.staff.api import may_use_desk

View = Callable[..., HttpResponseBase]

WATCH = "staff.watch_team"
SERVE = "staff.serve_customers"
READ = "conversations.view_conversation"


def leads(user: Any) -> bool:
    """Whether the user supervises conversations: an analyst watches numbers only."""
    return bool(user.has_perms([WATCH, SERVE, READ]))


class NotForYou(Forbidden):
    message = _("This page is for other colleagues.")
    mend = _("If you need it for your work, ask your supervisor or an administrator.")


def desk_view(*needed: str) -> Callable[[View], View]:
    """A view for colleagues who use the desk and hold `needed`; `request.user` has its unit and presence at hand."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in(request)
            try:
                _check(request, needed)
                response: HttpResponseBase = view(request, *args, **kwargs)
            except Refusal as refusal:
                response = _refuse(request, refusal)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        vars(guarded)["needs"] = needed  # for the matrix of roles and pages in tests/attack
        return guarded

    return decorate


def user_of(request: HttpRequest) -> Any:
    """The colleague who asks; within a `desk_view` never a guest."""
    return request.user


def _check(request: HttpRequest, needed: tuple[str, ...]) -> None:
    user = staff.user_by_id(str(request.user.pk))
    if user is None or not may_use_desk(user) or not user.has_perms(needed):
        raise NotForYou
    request.user = user


def is_piece(request: HttpRequest) -> bool:
    """Whether a script asks for a piece of a page."""
    return "HX-Request" in request.headers or "X-Fragment" in request.headers


def _sign_in(request: HttpRequest) -> HttpResponse:
    if is_piece(request):
        return HttpResponse(status=401, headers={"HX-Refresh": "true"})
    return redirect_to_login(request.get_full_path())


def _refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    template = "desk/parts/refusal.html" if is_piece(request) else "desk/refused.html"
    return render(request, template, {"refusal": refusal}, status=refusal.status)
