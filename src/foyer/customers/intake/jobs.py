"""Sources that are due are run by the job processes; each by one of them."""

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.jobs import job, periodic
from foyer.customers.assessing import check_source
from foyer.customers.intake import IntakeBusy, catching_up, run  # noqa: F401  its sweep
from foyer.customers.models import RegisteredSource


@periodic("customers.sources_due", every_seconds=30)
def start_what_is_due() -> None:
    """Hand each source whose time has come to a job; its next time is noted first, so that none is started twice."""
    from foyer.customers.sources import queries, registry

    now = clock.now()
    for row in RegisteredSource.objects.filter(due_at__lte=now, disabled_at=None):
        due = registry.next_due(queries.source(row.code), now)
        if RegisteredSource.objects.filter(pk=row.pk, due_at=row.due_at).update(due_at=due):
            take_in.later(code=row.code)


@periodic("customers.tend_lake", every_seconds=24 * 3600)
def begin_tending() -> None:
    tend_lake.later()


@job("customers.tend_lake", attempts=2)
def tend_lake() -> None:
    """Join the lake's small files; nothing that is read changes."""
    from foyer.base.engine import open_engine
    from foyer.base.lake import upkeep

    with open_engine() as engine:
        upkeep.tend(engine)


@job("customers.take_in", attempts=4)
def take_in(code: str, by: str = "") -> None:
    """Run one source where its files were last. One that runs already needs no second run."""
    from foyer.customers.sources import queries

    row = RegisteredSource.objects.get(code=code)
    try:
        run(queries.source(code), at=row.at or None, by=Actor.parse(by) if by else SYSTEM)
    except IntakeBusy:
        return


def start(code: str, *, by: Actor) -> None:
    """A colleague wants a source taken in now; a job process does it. Refused while it is off, ended or running."""
    from foyer.customers.sources import queries, registry

    registry.may_run(queries.source(code))
    check_source(queries.source(code))
    if queries.is_running(code):
        raise IntakeBusy
    take_in.later(code=code, by=str(by))
