"""How good the bank's data is: all sources at a glance, and one source by field and rule."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.base import clock
from foyer.base.errors import NotFound
from foyer.customers.identity import queries as identity
from foyer.customers.quality import queries
from foyer.customers.sources import queries as sources
from foyer.desk.access import desk_view
from foyer.desk.source_titles import title, titles
from foyer.desk.views.data import SEE, STEWARD, data_frame

DAYS = 30
RUNS_SHOWN, ALERTS_SHOWN = 6, 8


@desk_view(SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Scores with their trend, what waits for a steward, alerts and the last runs."""
    user = request.user
    found = queries.overview(user)
    trends = queries.trends(user, DAYS)
    context = {
        **data_frame(request, "desk:data"),
        "sources": sorted(found, key=lambda one: one.total.percent),
        "changes": {name: _change(days) for name, days in trends.items()},
        "held": sum(one.waiting for one in found),
        "pairs": identity.pairs(user).total if user.has_perm(STEWARD) else None,
        "open_alerts": sum(one.alerts for one in found),
        "alerts": queries.alerts(user)[:ALERTS_SHOWN],
        "runs": sources.runs(limit=RUNS_SHOWN),
        "chart": charted(_named(request, trends)),
        "conclusion": conclusion(found, titles(request)),
    }
    return render(request, "desk/data/overview.html", context)


@desk_view(SEE)
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: every rule of every field, the worst first."""
    scores = queries.scores(request.user, code)
    if not scores:
        raise NotFound
    days = queries.trend(request.user, code, days=DAYS)
    context = {
        **data_frame(request, "desk:data"),
        "source": code,
        "wanting": [score for score in scores if score.failed],
        "clean": [score for score in scores if not score.failed],
        "alerts": queries.alerts(request.user, source=code),
        "chart": charted(_named(request, {code: days})),
        "change": _change(days),
        "conclusion": _of_source(scores),
    }
    return render(request, "desk/data/quality.html", context)


def charted(trends: dict[str, list[queries.Day]]) -> dict[str, Any]:
    """The days that any source has, and each source's score on them; None where it had no run."""
    today = clock.now().date()
    days = [today - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    series = []
    for name, found in sorted(trends.items()):
        by_day = {day.on: round(day.percent, 2) for day in found}
        series.append({"name": name, "values": [by_day.get(day) for day in days]})
    return {"days": [f"{day:%m-%d}" for day in days], "series": series}


def _named(request: HttpRequest, trends: dict[str, list[queries.Day]]) -> dict[str, list[queries.Day]]:
    return {title(code, titles(request)): days for code, days in trends.items()}


def conclusion(found: list[queries.SourceQuality], known: dict[str, str]) -> str:
    """What the chart of all sources shows, in a sentence."""
    scored = [one for one in found if one.total.checked]
    if not scored:
        return _("No scores yet")
    worst = min(scored, key=lambda one: one.total.percent)
    if len(scored) == 1:
        return _("%(source)s passes %(share)s%% of its checks") % {
            "source": title(worst.source, known), "share": f"{worst.total.percent:.1f}"}  # fmt: skip
    share = 100 * (1 - sum(one.total.failed for one in scored) / sum(one.total.checked for one in scored))
    values = {"share": f"{share:.1f}", "source": title(worst.source, known), "least": f"{worst.total.percent:.1f}"}
    return _("%(share)s%% of all checks pass; %(source)s is lowest with %(least)s%%") % values


def _of_source(scores: list[queries.FieldScore]) -> str:
    below = [score for score in scores if score.percent < score.target]
    if not below:
        return _("Every field reaches its target")
    words = ngettext("%(n)d field is below its target", "%(n)d fields are below their target", len(below))
    return words % {"n": len(below)}


def _change(days: list[queries.Day]) -> float | None:
    """Points since the first day of the trend."""
    return days[-1].percent - days[0].percent if len(days) > 1 else None
