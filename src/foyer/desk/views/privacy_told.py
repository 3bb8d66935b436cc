"""Which recipients are to be told of a correction, a deletion or a restriction, how far that is, and its verbs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting
from foyer.desk.views.privacy import privacy_frame
from foyer.desk.views.privacy_recipients import KEEP, SEE
from foyer.privacy.consents.kinds import names
from foyer.privacy.recipients import carrying, queries
from foyer.security import queries as security

TAB = "desk:privacy_told"


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """What is open, the most urgent first, and what ended last."""
    return _page(request)


@require_POST
@desk_view(SEE, KEEP)
def act(request: HttpRequest, notice_id: UUID, verb: str) -> HttpResponse:
    """It was sent, it was acknowledged, or its webhook is to be tried again."""
    reference = request.POST.get("reference", "")[:120]
    try:
        if verb == "sent":
            carrying.sent(notice_id, by=acting(request), reference=reference)
        elif verb == "acknowledge":
            carrying.acknowledge(notice_id, by=acting(request), reference=reference)
        elif verb == "again":
            carrying.try_again(notice_id, by=acting(request))
        else:
            raise Http404
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    return redirect(TAB)


@require_POST
@desk_view(SEE, KEEP)
def paper(request: HttpRequest, notice_id: UUID, form: str) -> HttpResponse:
    """What the recipient is told, as a letter or as a file; each is recorded, since a person stands in it."""
    security.check_export(acting(request))
    made = {"letter": (carrying.letter, "application/pdf", "pdf"), "file": (carrying.file, "application/json", "json")}
    if form not in made:
        raise Http404
    write, kind, ending = made[form]
    content = write(notice_id, active_language(), by=acting(request))
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{notice_id}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    waiting = queries.open_notices()
    for one in waiting:
        one.words = names(one.what, active_language())  # type: ignore[attr-defined]  # for the page
    context: dict[str, Any] = {
        "open": waiting, "ended": queries.ended_notices(), "may_keep": request.user.has_perm(KEEP),
        "refusal": refusal,
    }  # fmt: skip
    status = refusal.status if refusal else 200
    return render(request, "desk/privacy/consents/told.html", {**privacy_frame(request, TAB), **context}, status=status)
