"""Every "no" of the API as one shape: {"code", "message", "mend", "retry", "details"}, in the reader's language."""

from collections.abc import Callable
from traceback import extract_tb
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from foyer.api.problems import problem
from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal

log = structlog.get_logger(__name__)


class SignInNeeded(Refusal):
    code = "unknown"
    message = gettext_lazy("We do not know this browser, or its access has been withdrawn.")
    mend = gettext_lazy("Start again to be given a new token.")
    status = 401


class NotUnderstood(Invalid):
    code = "not_understood"
    message = gettext_lazy("This request cannot be read.")
    mend = gettext_lazy("Send valid JSON as the API's description says.")
    status = 400


class TooLarge(Refusal):
    code = "too_large"
    message = gettext_lazy("This request is too large.")
    mend = gettext_lazy("Send less at once.")
    status = 413


class WentWrong(Refusal):
    code = "went_wrong"
    message = gettext_lazy("Something went wrong on our side.")
    mend = gettext_lazy("Try again in a moment. If it goes on, call the bank.")
    status = 500
    retry = True


def refuse(refusal: Refusal) -> HttpResponse:
    """A refusal as the API answers it."""
    response = JsonResponse(refusal.as_json(), status=refusal.status, json_dumps_params={"ensure_ascii": False})
    if "wait_seconds" in refusal.details:
        response["Retry-After"] = str(refusal.details["wait_seconds"])
    if refusal.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    response["Cache-Control"] = "no-store"
    return response


def answer_refusals(api: NinjaAPI) -> None:
    """Make the API answer every exception in that shape."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: lambda _request, refusal: refuse(refusal),
        ValidationError: _not_valid,
        AuthenticationError: lambda _request, _error: refuse(SignInNeeded()),
        HttpError: _http_error,
        Http404: lambda _request, _error: refuse(NotFound()),
        RequestDataTooBig: lambda _request, _error: refuse(TooLarge()),
        SuspiciousOperation: lambda _request, _error: refuse(NotUnderstood()),
        Exception: _went_wrong,
    }
    for kind, answer in answers.items():
        api.add_exception_handler(kind, answer)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = [problem(one) for one in error.errors]
    message = "; ".join(f"{one['where']}: {one['what']}" for one in problems)
    return refuse(Invalid(message, mend=_("Correct what is named and send it again."), problems=problems))


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    known: dict[int, Refusal] = {400: NotUnderstood(), 401: SignInNeeded(), 403: Forbidden(mend="")}
    return refuse(known.get(error.status_code, NotUnderstood()))


def _went_wrong(request: HttpRequest, error: Any) -> HttpResponse:
    """Tell the log, not the caller. The error's own words may hold what somebody wrote; its kind and places do not."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-8:]]
    log.error("api_went_wrong", error=type(error).__name__, route=_route(request), places=places)
    return refuse(WentWrong())


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else ""
