"""The audit trail on the desk: searched, read entry by entry, verified and exported by those who answer for it."""

import io
import tempfile
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from foyer.base import audit
from foyer.base.errors import Invalid
from foyer.customers import queries as customers
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting
from foyer.desk.views.security import EXPORT_TRAIL, READ_TRAIL, VERIFY_TRAIL, security_frame
from foyer.security import actions, queries
from foyer.security.audit.findings import SAID
from foyer.security.jobs import verify_audit
from foyer.staff import queries as staff

TAB = "desk:audit"
READ = audit.kind("security.trail_read", _("Searched the audit trail"))
OUTCOMES = {"done": _("Done"), "refused": _("Refused"), "failed": _("Failed")}
ACTORS = {
    "staff": _("Staff"),
    "customer": _("Customer"),
    "visitor": _("Visitor"),
    "assistant": _("Assistant"),
    "system": _("The house"),
}
FILTERS = ("who", "whose", "act", "subject", "since", "until", "address", "outcome")
FORMS = ("jsonl", "cef")
NOBODY = UUID(int=0)


class ChooseForm(Invalid):
    message = _("An export is JSON Lines or CEF.")


class ReasonNeeded(Invalid):
    message = _("Say what the export is for.")


@desk_view(READ_TRAIL)
def browse(request: HttpRequest) -> HttpResponse:
    """How the chain stands, what is asked, and a page of entries, newest first."""
    asked = {name: request.GET.get(name, "").strip()[:120] for name in FILTERS}
    page = queries.search(_question(asked), before=_id(request.GET.get("before", "")))
    if any(asked.values()):
        names = tuple(name for name, value in asked.items() if value)
        audit.record(READ, by=acting(request), on="trail:security", fields=names, details={"lines": len(page.lines)})
    context = {
        **security_frame(request, TAB),
        "asked": asked,
        "lines": _rows(page.lines),
        "older": urlencode({**{k: v for k, v in asked.items() if v}, "before": str(page.older)}) if page.older else "",
        "is_first": not request.GET.get("before"),
        "state": (state := queries.state()),
        "findings": _found(state),
        "acts": [(code, kind.name) for code, kind in audit.kinds().items()],
        "outcomes": OUTCOMES.items(),
        "may_export": request.user.has_perm(EXPORT_TRAIL),
        "may_verify": request.user.has_perm(VERIFY_TRAIL),
        "verifying": request.GET.get("verifying") == "1",
    }
    return render(request, "desk/security/audit/page.html", context)


@desk_view(READ_TRAIL)
def one(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One entry with its place in the chain."""
    line = queries.one(entry_id)
    if line is None:
        raise Http404
    context = {**security_frame(request, TAB, page="desk:audit_entry"), "line": _rows([line])[0]}
    return render(request, "desk/security/audit/entry.html", context)


@require_POST
@desk_view(READ_TRAIL, VERIFY_TRAIL)
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole trail verified; what was found stands on the page when it is done."""
    verify_audit.later(by=str(acting(request)))
    return redirect("/desk/security/audit?verifying=1")


@require_POST
@desk_view(READ_TRAIL, EXPORT_TRAIL)
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The sealed entries between two days, as a file."""
    form, reason = request.POST.get("form", ""), request.POST.get("reason", "").strip()[:200]
    if form not in FORMS:
        raise ChooseForm
    if not reason:
        raise ReasonNeeded
    first, last = queries.numbers_between(*_window(request.POST.get("since", ""), request.POST.get("until", "")))
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    actions.export(text, form=form, by=acting(request), first=first or 0, last=last or 0, reason=reason)
    text.flush()
    text.detach()
    file.seek(0)
    name = f"foyer-audit-{timezone.localdate():%Y%m%d}.{form}"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/plain; charset=utf-8")


def _found(state: queries.State) -> list[dict[str, Any]]:
    """What the last verification named, in words."""
    found = state.check.findings if state.check else []
    return [{**one, "said": SAID.get(one["kind"], one["kind"])} for one in found]


def _question(asked: dict[str, str]) -> queries.Question:
    """What was typed, as the trail keeps it. Who is not known is nobody, so that nothing is found rather than all."""
    since, until = _window(asked["since"], asked["until"])
    user = staff.user_named(asked["who"]) if asked["who"] else None
    return queries.Question(
        actor=(user.pk if user else NOBODY) if asked["who"] else None,
        customer=(customers.id_by_number(asked["whose"]) or NOBODY) if asked["whose"] else None,
        acts=(asked["act"],) if asked["act"] else (),
        subject=asked["subject"],
        since=since,
        until=until,
        address=asked["address"],
        outcome=asked["outcome"] if asked["outcome"] in OUTCOMES else "",
    )


def _window(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    """From the beginning of one day to the end of another, in the reader's time zone."""
    first, last = _day(since), _day(until)
    return _midnight(first), _midnight(last + timedelta(days=1) if last else None)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _rows(lines: Any) -> list[dict[str, Any]]:
    """Entries as the page shows them. One query more, for the customers' numbers."""
    numbers = customers.numbers_of({line.customer for line in lines if line.customer})
    return [
        {
            "entry": line.entry,
            "act": line.act,
            "actor": line.actor or ACTORS.get(line.entry.actor_kind, line.entry.actor_kind),
            "kind": ACTORS.get(line.entry.actor_kind, line.entry.actor_kind),
            "number": numbers.get(line.customer, "") if line.customer else "",
            "outcome": OUTCOMES.get(line.entry.outcome, line.entry.outcome),
            "seal": line.seal,
            "hash": bytes(line.seal.hash).hex() if line.seal else "",
            "mac": bytes(line.entry.mac).hex(),
            "details": sorted(line.entry.details.items()),
        }
        for line in lines
    ]
