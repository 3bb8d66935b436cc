"""De-identified data sets at the desk: asked for by one colleague, looked at and let out by another."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from foyer.base.errors import Refusal
from foyer.desk.access import NotForYou, desk_view, user_of
from foyer.desk.views.data import acting
from foyer.desk.views.privacy import privacy_frame
from foyer.privacy.consents.queries import counted
from foyer.privacy.deid import queries, releasing
from foyer.privacy.recipients.queries import parties_for_release
from foyer.staff import approvals

TAB = "desk:privacy_releases"
SEE, PREPARE, APPROVE = "privacy.view_release", "privacy.prepare_release", "privacy.approve_release"
DECISIONS = {"approve": approvals.approve, "reject": approvals.reject}


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """Every release, and the form for the next."""
    return _page(request)


@require_POST
@desk_view(SEE, PREPARE)
def prepare(request: HttpRequest) -> HttpResponse:
    """Make and measure a data set; what is refused is said above the form, and what was typed stays."""
    typed = request.POST
    try:
        made = releasing.ask(
            typed.get("dataset", ""), purpose=typed.get("purpose", ""), recipient=typed.get("recipient", "")[:120],
            reason=typed.get("reason", "")[:300], by=acting(request), k=_number(typed, "k", 10),
            l=_number(typed, "l", 2), party=typed.get("party", "")[:80],
            lasts=timedelta(days=_number(typed, "days", 90)),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, refusal=refusal, typed=typed)
    return redirect("desk:privacy_release", made.pk)


@desk_view(SEE)
def one(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """What was measured, in words, and what can be done now."""
    return _one(request, release_id)


@desk_view(SEE)
def state(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """How far the preparing is, asked again every two seconds; once it is over the page is read anew."""
    release = queries.release(release_id)
    answer = render(request, "desk/privacy/releases/state.html", _state(release))
    if release.state != release.State.PREPARING:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@desk_view(SEE, APPROVE)
def sample(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Its first rows, for whoever is to let it out; each look is recorded."""
    return _one(request, release_id, rows=releasing.sample(release_id, by=acting(request)))


@require_POST
@desk_view(SEE)
def act(request: HttpRequest, release_id: UUID, verb: str) -> HttpResponse:
    """Agree or decline, by the engine of approvals; end it, by either side; or have it tried again."""
    release = queries.release(release_id)
    if verb == "end":
        _check_may_end(request, release)
        releasing.end(release.pk, by=acting(request))
    elif verb == "again":
        _check_is_mine(request, release)
        releasing.try_again(release.pk, by=acting(request))
    elif verb in DECISIONS and (waiting := approvals.pending(releasing.KIND, release.pk)):
        DECISIONS[verb](waiting, by=acting(request))
    else:
        raise Http404
    return redirect("desk:privacy_release", release.pk)


@require_POST
@desk_view(SEE)
def fetch(request: HttpRequest, release_id: UUID) -> HttpResponseBase:
    """The file, for whoever prepared it; each fetch is recorded."""
    release = queries.release(release_id)
    _check_is_mine(request, release)
    path = releasing.fetch(release.pk, by=acting(request))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{release.dataset}-{release.pk}.parquet")


def _check_is_mine(request: HttpRequest, release: Any) -> None:
    if release.asked_by != str(acting(request)):
        raise NotForYou


def _check_may_end(request: HttpRequest, release: Any) -> None:
    if release.asked_by != str(acting(request)) and not request.user.has_perm(APPROVE):
        raise NotForYou


def _page(request: HttpRequest, *, refusal: Refusal | None = None, typed: Any = None) -> HttpResponse:
    found = list(queries.releases()[: queries.SHOWN])
    names = queries.people(found)
    context = {
        "releases": [
            {"release": each, "title": queries.title_of(each.dataset), "asked_by": names.get(each.asked_by, "")}
            for each in found
        ],
        "datasets": queries.datasets(), "parties": parties_for_release(),
        "purposes": [each.purpose for each in counted()],
        "may_prepare": request.user.has_perm(PREPARE), "refusal": refusal, "typed": typed or {},
    }  # fmt: skip
    status = refusal.status if refusal else 200
    return render(
        request, "desk/privacy/releases/list.html", {**privacy_frame(request, TAB), **context}, status=status
    )  # fmt: skip


def _one(request: HttpRequest, release_id: UUID, rows: list[dict[str, Any]] | None = None) -> HttpResponse:
    release = queries.release(release_id)
    waiting = approvals.pending(releasing.KIND, release.pk)
    names = queries.people([release])
    is_mine = release.asked_by == str(acting(request))
    context = {
        "release": release, "title": queries.title_of(release.dataset), "figures": release.measured,
        "others": max(int(release.measured.get("k", 0)) - 1, 0), "generalised": queries.generalised(release),
        "asked_by": names.get(release.asked_by, ""), "decided_by": names.get(release.decided_by, ""), "rows": rows,
        "may_decide": waiting is not None and approvals.may_decide(waiting, user_of(request)), "is_mine": is_mine,
        "may_look": request.user.has_perm(APPROVE) and release.state in queries.STANDING,
        "may_end": release.state in releasing.UNENDED and (is_mine or request.user.has_perm(APPROVE)),
        **_state(release),
    }  # fmt: skip
    return render(request, "desk/privacy/releases/one.html", {**privacy_frame(request, TAB), **context})


def _state(release: Any) -> dict[str, Any]:
    steps = [{"name": step.label, "state": _place_of(release, at, step)} for at, step in enumerate(release.Step)]
    return {"release": release, "steps": steps, "progress": queries.progress_of(release)}


def _place_of(release: Any, at: int, step: Any) -> str:
    reached = list(release.Step).index(release.Step(release.step))
    if at == reached:
        return "failed" if release.state == release.State.FAILED else "running"
    return "done" if at < reached else "waiting"


def _number(typed: Any, name: str, otherwise: int) -> int:
    text = typed.get(name, "")
    return min(int(text), 9_999) if text.isascii() and text.isdigit() else otherwise
