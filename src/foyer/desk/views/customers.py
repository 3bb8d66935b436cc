"""Looking a customer up, and Customer 360: everything on one page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from foyer.customers import trust
from foyer.customers.profile import finding, timeline, view
from foyer.desk.access import desk_view
from foyer.desk.shell import frame
from foyer.privacy.access.queries import trail_of

SEE, REMOVE_APP = "customers.view_customer", "customers.unfreeze_customer"
HERE = "desk:customers"


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """A search box, and who answers to it. Whom one looks for stands in the body, never in an address."""
    text = request.POST.get("q", "").strip()[:80]
    found = finding.find(request.user, text) if text else []
    context = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"])
    return render(
        request, "desk/customers/browse.html", {**context, "text": text, "found": found, "most": finding.MOST}
    )


@desk_view(SEE)
def profile(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Customer 360."""
    whole = view.customer_360(request.user, customer_id)
    access = trail_of(request.user, UUID(whole["customer"]["id"]))
    context = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"])
    has_app = request.user.has_perm(REMOVE_APP) and trust.has_app(UUID(whole["customer"]["id"]))
    return render(
        request, "desk/customers/profile.html", {**context, **_laid_out(whole), "access": access, "has_app": has_app}
    )


@desk_view(SEE)
def entries(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """The next page of the timeline, appended by the page."""
    before: datetime | None = parse_datetime(request.GET.get("before", ""))
    found = view.timeline_of(request.user, customer_id, before=before, of="", limit=timeline.PAGE)
    context = {"timeline": found, "customer": {"id": customer_id}, "page": timeline.PAGE}
    return render(request, "desk/customers/entries.html", context)


def _laid_out(whole: dict[str, Any]) -> dict[str, Any]:
    """The view with holdings in two groups and each card under the account it hangs on."""
    held = whole["holdings"]
    by_parent: dict[str, list[dict[str, Any]]] = {}
    for row in held:
        by_parent.setdefault(row["parent"] or "", []).append(row)
    ids = {row["id"] for row in held}
    top = [row for row in held if row["parent"] not in ids]
    for row in held:
        row["children"] = by_parent.get(row["id"], [])
    return {
        **whole,
        "open_holdings": [row for row in top if not row["is_closed"]],
        "closed_holdings": [row for row in top if row["is_closed"]],
        "page": timeline.PAGE,
        "contradicted": [row["label"] for row in whole["identity"] if row["is_contradicted"]],
    }
