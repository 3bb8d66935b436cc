"""Which sources there are, what each says of itself, and how much it is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import NotFound
from foyer.base.jobs import Progress
from foyer.base.text import Bilingual
from foyer.customers.models import IntakeRun, RegisteredSource
from foyer.customers.sources.reading import parse
from foyer.customers.sources.shapes import Source


class NoSuchSource(NotFound):
    code = "no_such_source"
    message = _("There is no source of this name.")
    mend = _("Run its mapping file once: foyer intake run FILE.")


def all_sources() -> list[Source]:
    """Every registered source, by code; also those that are switched off."""
    return [_read(row) for row in RegisteredSource.objects.order_by("code")]


def source(code: str) -> Source:
    """One source as its mapping in force says. Raises NoSuchSource."""
    row = RegisteredSource.objects.filter(code=code).first()
    if row is None:
        raise NoSuchSource
    return _read(row)


def titles() -> dict[str, Bilingual]:
    """What each registered source is called, by code; one query."""
    return {code: _title(text) for code, text in RegisteredSource.objects.values_list("code", "text")}


def trust() -> Mapping[str, int]:
    """How much each source is believed: "core" for all it says, "core/contact_point" where one entity differs."""
    ranks: dict[str, int] = {}
    for each in all_sources():
        ranks[each.code] = each.trust_in("*")
        ranks |= {f"{each.code}/{entity}": rank for entity, rank in each.trust.items() if entity != "*"}
    return ranks


def runs(code: str = "", limit: int = 20) -> list[IntakeRun]:
    """The newest runs, of one source or of all, with their files."""
    rows = IntakeRun.objects.filter(source=code) if code else IntakeRun.objects.all()
    return list(rows.order_by("-started_at").prefetch_related("files")[:limit])


@dataclass(frozen=True)
class Registered:
    """A source as the bank's list shows it: its mapping in force, when it is due, and its last run."""

    source: Source
    at: str
    changed_at: datetime
    due_at: datetime | None
    is_off: bool
    last: IntakeRun | None


def registered() -> list[Registered]:
    """Every source on the list, by code; three queries."""
    newest = IntakeRun.objects.order_by("source", "-started_at", "-id").distinct("source").prefetch_related("files")
    last = {run.source: run for run in newest}
    return [
        Registered(
            _read(row), row.at, row.changed_at, row.due_at, row.disabled_at is not None, last.get(row.code)
        )
        for row in RegisteredSource.objects.order_by("code")
    ]  # fmt: skip


def run_numbers(runs: list[IntakeRun]) -> dict[UUID, Progress]:
    """How far runs that are on their way are, by the run's id; one query."""
    watched = {run.progress: run.pk for run in runs if run.progress}
    return {watched[row.pk]: row for row in Progress.objects.filter(pk__in=list(watched))}


def is_running(code: str) -> bool:
    """Whether the newest run of a source has not ended; one whose process was killed has, and may be taken up again."""
    newest = IntakeRun.objects.filter(source=code).order_by("-started_at", "-id").first()
    return newest is not None and newest.state == IntakeRun.State.RUNNING and not was_stopped(newest)


def was_stopped(run: IntakeRun, seen: Progress | None = None) -> bool:
    """Whether the process that worked on a run is known to be gone."""
    if seen is None and run.progress:
        seen = Progress.objects.filter(pk=run.progress).first()
    return seen is not None and seen.state == Progress.State.STOPPED


@lru_cache(maxsize=256)
def _title(text: str) -> Bilingual:
    """A mapping's text never changes under its own words, so that each is read once in a process."""
    return parse(text).title


def _read(row: RegisteredSource) -> Source:
    return parse(row.text, file=row.file)
