"""The supervisor's wall: how the line stands now, how today went, who is at work."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from foyer.conversations import queries as conversations
from foyer.desk.access import WATCH, desk_view
from foyer.desk.choices import STATES
from foyer.desk.shell import ago_iso, frame
from foyer.staff import queries as staff


@desk_view(WATCH)
def wall(request: HttpRequest) -> HttpResponse:
    """The wall of my unit, or with `?unit=` of one below it."""
    unit = _unit(request, request.GET.get("unit", ""))
    topics = [f"staff:{request.user.pk}", f"wall:{unit.pk}"]
    context = {
        **frame(request, here="desk:wall", topics=topics),
        **_board(unit),
        "units": staff.visible_units(request.user),
    }
    return render(request, "desk/wall.html", context)


@desk_view(WATCH)
def board(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The same without its frame."""
    return render(request, "desk/panes/wall.html", _board(staff.unit_for(request.user, unit_id)))


def _unit(request: HttpRequest, wanted: str) -> Any:
    mine = getattr(request.user, "unit", None)
    try:
        return staff.unit_for(request.user, UUID(wanted)) if wanted else mine
    except ValueError:
        return mine


def _board(unit: Any) -> dict[str, Any]:
    shown = conversations.wall(unit)
    trend = [_hour(row, unit.time_zone) for row in shown["trend"]]
    lines = [{**line, "since": ago_iso(shown["at"], line["longest_wait_seconds"])} for line in shown["queues"]]
    return {
        "wall": shown,
        "unit": unit,
        "lines": lines,
        "since": ago_iso(shown["at"], shown["now"]["longest_wait_seconds"]),
        "standard": min((line["standard_seconds"] for line in lines if line["waiting"]), default=0),
        "by_state": [(state, name, shown["agents"]["by_state"][state]) for state, name in STATES],
        "trend": trend,
        "conclusion": conclusion(trend),
    }


def _hour(row: dict[str, Any], time_zone: str) -> dict[str, Any]:
    """A point of the trend with its hour as the unit's clock shows it."""
    start = datetime.fromisoformat(row["hour"]).astimezone(ZoneInfo(time_zone))
    return {**row, "label": f"{start:%H:%M}"}


def conclusion(trend: list[dict[str, Any]]) -> str:
    """What the chart shows, in a sentence."""
    peak = max(trend, key=lambda row: row["opened"], default=None)
    if peak is None or not peak["opened"]:
        return _("No conversations yet today")
    opened, handed = sum(row["opened"] for row in trend), sum(row["handed_over"] for row in trend)
    values = {"hour": peak["label"], "count": int(peak["opened"]), "share": round(100 * (1 - min(1, handed / opened)))}
    return _("Busiest at %(hour)s with %(count)d new; the assistant kept %(share)d%% of today") % values
