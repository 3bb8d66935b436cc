"""The matching model: what it believes of each step of agreement, what it learned from, and letting it learn anew."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.actors import Actor
from foyer.customers.identity import jobs, queries
from foyer.desk.access import desk_view
from foyer.desk.views.data import STEWARD, acting, data_deed, data_frame
from foyer.desk.waterfall import drawn
from foyer.staff import queries as staff

TAB = "desk:model"


@desk_view(STEWARD)
def model(request: HttpRequest) -> HttpResponse:
    """The live model's match weights, and every model there was."""
    live = queries.live_model()
    context = {**data_frame(request, TAB), **_history(request), "live": live, "groups": _chart(live)}
    return render(request, "desk/data/model/page.html", context)


@desk_view(STEWARD)
def history(request: HttpRequest) -> HttpResponse:
    """The list again; asked for a while after somebody let the model learn."""
    return render(request, "desk/data/model/history.html", _history(request))


@data_deed(STEWARD)
def train(request: HttpRequest) -> dict[str, Any]:
    jobs.start(by=acting(request))
    return {}


def _history(request: HttpRequest) -> dict[str, Any]:
    models = queries.matching_models(request.user)
    people = {one.trained_by: Actor.parse(one.trained_by).id for one in models}
    known = staff.names_of(person for person in people.values() if person)
    names = {by: known.get(person, "") for by, person in people.items() if person}
    return {"models": models, "names": names, "untaught": queries.decisions_since_training()}


def _chart(live: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """The steps of each comparison with their bars, all on one scale."""
    bars = drawn([{**row, "from": 0.0, "to": row["bits"]} for row in live.chart] if live else [])
    groups: dict[str, list[dict[str, Any]]] = {}
    for bar in bars:
        groups.setdefault(bar["comparison"], []).append(bar)
    return list(groups.items())
