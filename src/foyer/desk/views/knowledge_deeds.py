"""What is done with one article from its page: each verb is one action of the room."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import SEE, WITHDRAW, WRITE
from foyer.desk.views.knowledge_typed import day_typed, products_typed
from foyer.knowledge import actions
from foyer.knowledge.queries import versions


@data_deed(SEE, WRITE)
def act(request: HttpRequest, code: str, verb: str) -> dict[str, Any]:
    """Hand in, take back, confirm the translation, discard, retire, care for, describe, attach, detach, restore."""
    deed = DEEDS.get(verb)
    if deed is None:
        raise Http404
    article = versions.article_of(code)
    deed(article, request, acting(request))
    return {}


def _submit(article: Any, request: HttpRequest, by: Any) -> None:
    actions.submit(versions.versions_of(article)[0], by=by, reason=request.POST.get("reason", "").strip()[:200])


def _take_back(article: Any, _request: HttpRequest, by: Any) -> None:
    actions.take_back(versions.versions_of(article)[0], by=by)


def _care(article: Any, request: HttpRequest, by: Any) -> None:
    given = request.POST
    owners = [UUID(each) for each in given.getlist("owners") if _is_id(each)]
    actions.care_for(article, owners=owners, review_on=day_typed(given, "review_on"),
                     must_read_roles=given.getlist("roles"), by=by)  # fmt: skip


def _describe(article: Any, request: HttpRequest, by: Any) -> None:
    given = request.POST
    about: dict[str, Any] = {name: given.get(name, "") for name in ("category", "topic")}
    actions.describe(article, products=products_typed(given), by=by, reason=given.get("reason", "")[:200], **about)


def _attach(article: Any, request: HttpRequest, by: Any) -> None:
    for file in request.FILES.getlist("file"):
        actions.attach(article, name=file.name or "file", data=file, by=by)


def _detach(article: Any, request: HttpRequest, by: Any) -> None:
    if not _is_id(request.POST.get("file", "")):
        raise Http404
    actions.detach(article, request.POST["file"], by=by)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


DEEDS = {
    "submit": _submit,
    "take-back": _take_back,
    "in-step": lambda article, _r, by: actions.confirm_translation(versions.versions_of(article)[0], by=by),
    "discard": lambda article, _r, by: actions.discard(versions.versions_of(article)[0], by=by),
    "retire": lambda article, r, by: actions.retire(article, reason=r.POST.get("reason", "").strip()[:200], by=by),
    "restore": lambda article, r, by: actions.propose_restoring(article, by=by, reason=r.POST.get("reason", "")[:200]),
    "care": _care,
    "describe": _describe,
    "attach": _attach,
    "detach": _detach,
}


@data_deed(SEE, WITHDRAW)
def withdraw(request: HttpRequest, code: str) -> dict[str, Any]:
    """The emergency brake."""
    actions.withdraw(versions.article_of(code), reason=request.POST.get("reason", ""), by=acting(request))
    return {}
