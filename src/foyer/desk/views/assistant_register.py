"""The register of models at the desk: every use with its state, one use in full, its switch and its approvals."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foyer.assistant import register
from foyer.assistant.register import deciding
from foyer.base.errors import NotFound
from foyer.desk.access import desk_view, user_of
from foyer.desk.assistant_words import RISKS, STATES
from foyer.desk.views.assistant import assistant_frame
from foyer.desk.views.data import acting, data_deed
from foyer.staff import approvals

SEE, STOP, PROPOSE = "assistant.see_register", "assistant.stop_model", "assistant.answer_for_model"
TAB = "desk:assistant_register"
KINDS = (deciding.START, deciding.APPROVE)


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """Every use with its risk, model, state and next review."""
    rows = [_line(row) for row in deciding.lines()]
    return render(request, "desk/assistant/register.html", {**assistant_frame(request, TAB), "rows": rows})


@desk_view(SEE)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One use in full, with what may be decided about it."""
    row = next((row for row in deciding.lines() if row.code == code), None)
    if row is None:
        raise NotFound
    waiting = [found for kind in KINDS if (found := approvals.pending(kind, code))]
    context = {
        **_line(row), "waiting": [(found, approvals.may_decide(found, user_of(request))) for found in waiting],
        "may_stop": request.user.has_perm(STOP) and row.is_on and register.uses()[code].is_switchable,
        "may_propose": request.user.has_perm(PROPOSE) and not waiting,
    }  # fmt: skip
    return render(request, "desk/assistant/use.html", {**assistant_frame(request, TAB), **context})


@data_deed(SEE, STOP)
def stop(request: HttpRequest, code: str) -> dict[str, Any]:
    """The kill switch."""
    deciding.stop(code, reason=request.POST.get("reason", ""), by=acting(request))
    return {"said": _("Stopped.")}


@data_deed(SEE, PROPOSE)
def propose(request: HttpRequest, code: str, verb: str) -> dict[str, Any]:
    """Ask a second person to start the use again, or to approve it."""
    given, by = request.POST, acting(request)
    if verb == "start":
        deciding.propose_start(code, reason=given.get("reason", ""), by=by)
    elif verb == "approve":
        deciding.propose_approval(code, owner=given.get("owner", ""), reason=given.get("reason", ""), by=by)
    else:
        raise NotFound
    return {"said": _("A second person is asked.")}


@data_deed(SEE)
def decide(request: HttpRequest, code: str, approval_id: UUID, verdict: str) -> dict[str, Any]:
    """Agree or refuse, as the second person."""
    waiting = [found for kind in KINDS if (found := approvals.pending(kind, code))]
    asked = next((found for found in waiting if found.pk == approval_id), None)
    act = {"approve": approvals.approve, "reject": approvals.reject}.get(verdict)
    if asked is None or act is None:
        raise NotFound
    act(asked, by=acting(request), comment=request.POST.get("comment", ""))
    return {"said": _("Decided.")}


def _line(row: Any) -> dict[str, Any]:
    use, state = register.uses()[row.code], deciding.state_of(row)
    return {
        "row": row, "use": use, "model": use.model(), "state": state, "state_word": STATES[state],
        "risk_word": RISKS[use.risk],
    }  # fmt: skip
