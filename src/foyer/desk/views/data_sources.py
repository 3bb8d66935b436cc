"""The sources of the bank's data: who owns each, when it runs, what its runs brought, and starting one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.actors import Actor
from foyer.customers.intake import jobs
from foyer.customers.quality import queries as quality
from foyer.customers.sources import queries
from foyer.desk.access import desk_view
from foyer.desk.data_source_words import STAGES
from foyer.desk.views.data import MANAGE, SEE, acting, data_deed, data_frame
from foyer.staff import queries as staff

TAB = "desk:sources"
RUNS_SHOWN = 30


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """Every source on the list."""
    scores = {one.source: one for one in quality.overview(request.user)}
    context = {**data_frame(request, TAB), "sources": queries.registered(), "scores": scores}
    return render(request, "desk/data/sources/page.html", context)


@desk_view(SEE)
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: what it is, and the history of its runs."""
    known = {one.source.code: one for one in queries.registered()}
    one = known.get(code)
    if one is None:
        raise queries.NoSuchSource
    context = {**data_frame(request, TAB), "one": one, "source": one.source, **_runs(code)}
    return render(request, "desk/data/sources/source.html", context)


@desk_view(SEE)
def runs(request: HttpRequest, code: str) -> HttpResponse:
    """The history again; asked every two seconds while a run is on its way."""
    return render(request, "desk/data/sources/runs.html", _runs(code))


@data_deed(SEE, MANAGE)
def start(request: HttpRequest, code: str) -> dict[str, Any]:
    jobs.start(code, by=acting(request))
    return {}


def _runs(code: str) -> dict[str, Any]:
    found = queries.runs(code, RUNS_SHOWN)
    progress = queries.run_numbers([run for run in found if run.state == "running"])
    people = {run.by: Actor.parse(run.by).id for run in found}
    known = staff.names_of(person for person in people.values() if person)
    names = {by: known.get(person, "") for by, person in people.items() if person}
    for run in found:
        seen = progress.get(run.pk)
        run.state = "stopped" if seen and queries.was_stopped(run, seen) else run.state  # as it is shown, not kept
    rows: list[dict[str, Any]] = [
        {
            "run": run,
            "by": names.get(run.by, ""),
            "stages": _stages(run),
            "rows": sum(file.rows for file in run.files.all()),
            "aside": sum(file.aside for file in run.files.all()),
            "files": list(run.files.all()),
            "counts": _counts(run.counts),
            "progress": progress.get(run.pk),
            "seconds": (run.finished_at - run.started_at).total_seconds() if run.finished_at else None,
        }
        for run in found
    ]
    return {"rows": rows, "code": code, "is_running": any(run.state == "running" for run in found)}


def _stages(run: Any) -> list[dict[str, Any]]:
    """The five steps of a run: done, the one it is in or stopped in, and those to come."""
    names = list(STAGES)
    at = names.index(run.stage) if run.stage in names else len(names)
    states = ["done" if place < at else run.state if place == at else "ahead" for place in range(len(names))]
    return [{"name": STAGES[name], "state": state} for name, state in zip(names, states, strict=True)]


def _counts(counts: dict[str, Any]) -> list[tuple[str, str, dict[str, int]]]:
    """(group, name, numbers) of what a run noted."""
    return [
        (group, name, numbers)
        for group, named in counts.items()
        if isinstance(named, dict)
        for name, numbers in named.items()
        if isinstance(numbers, dict)
    ]
