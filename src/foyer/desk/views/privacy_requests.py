"""Subject requests on the desk: the queue by deadline, one request with its story, its trace and what can be done."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from foyer.base import audit
from foyer.customers.actions import CORRECTABLE
from foyer.desk.access import desk_view
from foyer.desk.privacy_words import (
    FIELDS,
    STEPS,
    asked_words,
    document_names,
    field_name,
    how_identified,
    refusal_words,
)
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.privacy import privacy_frame
from foyer.privacy.requests import acts, asking, erasing, fulfilling, proofs, queries, reasons, working
from foyer.privacy.requests.states import verbs_of

SEE, HANDLE, RECORD = "privacy.see_requests", "privacy.handle_requests", "privacy.record_request"
TAB = "desk:privacy_requests"


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """The queue: the earliest deadline first."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind")}
    number = request.GET.get("page", "1")
    listed = queries.queue(
        state=asked["state"] or "open", kind=asked["kind"], page=int(number) if number.isdecimal() else 1
    )
    context = {
        **privacy_frame(request, TAB), "listed": listed, "asked": asked, "kinds": queries.KINDS,
        "states": queries.STATES, "documents": document_names(), "fields": FIELDS,
    }  # fmt: skip
    return render(request, "desk/privacy/requests/queue.html", context)


@desk_view(SEE)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request. Who looks at what somebody asked is written to the trail."""
    found = queries.one(request_id)
    audit.record(
        acts.REQUEST_VIEWED, by=acting(request), on=f"request:{found.number}", customer=found.customer,
        fields=("asked",),
    )  # fmt: skip
    language = "en" if get_language() == "en" else "zh"
    context = {
        **privacy_frame(request, TAB), "one": found, "person": queries.person_behind(found),
        "story": [{**line, "name": STEPS.get(line["step"].what, line["step"].what)} for line in queries.story(found)],
        "said": [(field_name(name), asked_words(name, text)) for name, text in found.asked.items() if text],
        "how": how_identified(found.identified_by), "verbs": _verbs(request, found),
        "notices": found.notices.all(), "proofs": found.proofs.all(),
        "refusals": reasons.REFUSALS.values(), "extensions": reasons.EXTENSIONS.values(),
        "refusal": refusal_words(found.refusal, language), "correctable": [(n, field_name(n)) for n in CORRECTABLE],
    }  # fmt: skip
    return render(request, "desk/privacy/requests/one.html", context)


@desk_view(SEE, HANDLE)
def trace(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What each room holds of the person now."""
    rows = queries.trace_of(queries.one(request_id))
    return render(request, "desk/privacy/requests/trace.html", {"rows": rows})


@desk_view(SEE)
def proof(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The signed proof as a page, and whether it is genuine."""
    found = queries.one(request_id).proofs.first()
    if found is None:
        raise Http404
    context = {
        **privacy_frame(request, TAB), "proof": found, "genuine": proofs.is_genuine(found),
        "deleted": queries.proof_lines(found), "kept": queries.proof_kept(found),
    }  # fmt: skip
    return render(request, "desk/privacy/requests/proof.html", context)


@data_deed(SEE, HANDLE)
def act(request: HttpRequest, request_id: UUID, verb: str) -> dict[str, Any]:
    """Take, link, extend, refuse, carry out, propose a deletion."""
    by, given = acting(request), request.POST
    if verb == "take":
        working.take(request_id, by=by)
    elif verb == "link":
        working.link(request_id, given.get("number", ""), by=by)
    elif verb == "extend":
        working.extend(request_id, given.get("reason", ""), by=by)
    elif verb == "refuse":
        working.refuse(request_id, given.get("reason", ""), by=by, remark=given.get("remark", ""))
    elif verb == "fulfil":
        values = {given["field"]: given.get("value", "")} if given.get("field") else None
        fulfilling.fulfil(request_id, by=by, values=values)
    elif verb == "erase":
        erasing.propose(request_id, by=by, reason=given.get("remark", ""))
    else:
        raise Http404
    return {}


@data_deed(RECORD)
def record(request: HttpRequest) -> dict[str, Any]:
    """Write down what somebody asked for at a counter."""
    given = request.POST
    made = asking.record_at_counter(
        given.get("kind", ""), number=given.get("number", ""), document=given.get("document", ""),
        document_record=given.get("document_record", ""), by=acting(request),
        asked={name: given.get(name, "") for name in FIELDS}, language="en" if given.get("language") == "en" else "zh",
    )  # fmt: skip
    return {"number": made.number}


def _verbs(request: HttpRequest, found: Any) -> set[str]:
    """What this colleague can do with it now."""
    if not request.user.has_perm(HANDLE):
        return set()
    can = verbs_of(found.state)
    offered = can & {"take", "refuse"}
    offered |= {"extend"} if "extend" in can and found.extended_at is None else set()
    offered |= {"link"} if found.customer is None and found.is_open else set()
    if "begin" in can and found.kind in ("correction", "deceased"):
        offered.add("fulfil")
    if "propose" in can and found.kind in ("deletion", "deceased"):
        offered.add("erase")
    return offered
