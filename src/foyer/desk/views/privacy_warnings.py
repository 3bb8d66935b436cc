"""Warnings to customers: written here by one colleague, published by another, with how many read them."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from foyer.base import clock
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.customers import trust
from foyer.customers.trust.notices import AUDIENCES, LEVELS, PARTS, PUBLISH, WRITE, notices
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.privacy import privacy_frame

TAB = "desk:privacy_warnings"
SHOWN = 50


@desk_view(WRITE)
def browse(request: HttpRequest) -> HttpResponse:
    """All notices with their readers, and a form for the next."""
    return _page(request)


@require_POST
@desk_view(WRITE)
def write(request: HttpRequest) -> HttpResponse:
    """A draft; what is not whole is said above the form, and what was typed stays."""
    typed = request.POST
    try:
        trust.write_notice(
            title=_both(typed, "title"), text=_both(typed, "text"), level=_one_of(typed.get("level"), LEVELS),
            audience=_one_of(typed.get("audience"), AUDIENCES), valid_from=_instant(typed.get("from")) or clock.now(),
            valid_until=_instant(typed.get("until")) or clock.now() + timedelta(days=7),
            must_acknowledge=typed.get("confirm") == "1",
            parts=[part for part in typed.getlist("parts") if part in PARTS.values], by=acting(request),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(request, refusal=refusal, typed=typed, status=refusal.status)
    return redirect(TAB)


@data_deed(PUBLISH)
def publish(request: HttpRequest, notice_id: Any) -> dict[str, Any]:
    """Show it to customers."""
    return {"published": str(trust.publish_notice(notice_id, by=acting(request)).pk)}


@data_deed(WRITE)
def withdraw(request: HttpRequest, notice_id: Any) -> dict[str, Any]:
    """Show it no longer."""
    return {"withdrawn": str(trust.withdraw_notice(notice_id, by=acting(request)).pk)}


def _page(
    request: HttpRequest, *, refusal: Refusal | None = None, typed: Any = None, status: int = 200
) -> HttpResponse:
    context = {
        "notices": list(notices()[:SHOWN]), "levels": LEVELS.choices, "audiences": AUDIENCES.choices,
        "parts": PARTS.choices, "refusal": refusal, "typed": typed or {}, "now": clock.now(),
        "may_publish": request.user.has_perm(PUBLISH),
    }  # fmt: skip
    return render(
        request, "desk/privacy/warnings.html", {**privacy_frame(request, TAB), **context}, status=status
    )  # fmt: skip


def _both(typed: Any, name: str) -> Bilingual:
    return Bilingual(zh=typed.get(f"{name}_zh", "").strip()[:2000], en=typed.get(f"{name}_en", "").strip()[:2000])


def _one_of(code: Any, choices: Any) -> str:
    return str(code) if code in choices.values else str(choices.values[1] if choices is LEVELS else choices.values[0])


def _instant(text: str | None) -> Any:
    """What a date-and-time field says, in the reader's time zone."""
    try:
        found = parse_datetime(text or "")
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
