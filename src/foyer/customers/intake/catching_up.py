"""What changed in the lake outside a run reaches Customer 360 too.

A steward's correction puts a row into the current state; a customer who comes in at the front door makes a record. When
something is newer than the last resolution and no run is under way, a job resolves and publishes again.
"""

from datetime import UTC, datetime

from foyer.base.actors import SYSTEM
from foyer.base.engine import open_engine
from foyer.base.jobs import job, periodic
from foyer.base.lake import Dataset
from foyer.customers.intake.alone import alone
from foyer.customers.intake.errors import IntakeBusy
from foyer.customers.models import IntakeRun, SourceRecord
from foyer.customers.profile import front_door
from foyer.customers.standard import STANDARD

ALL = "all sources"


def is_behind() -> bool:
    """Whether something came into the lake, or in at the front door, since customers were last resolved."""
    clusters = Dataset("customers.clusters")
    if not clusters.exists():
        return False  # the first run will do it
    resolved = _written(clusters)
    states = (Dataset(f"customers.{entity}") for entity in STANDARD.entities)
    if any(state.exists() and _written(state) > resolved for state in states):
        return True
    return SourceRecord.objects.filter(front_door.made_here(), seen_at__gt=resolved).exists()


@periodic("customers.catch_up", every_seconds=60)
def notice() -> None:
    """Hand the work to a job process when there is any and no run is doing it."""
    if not IntakeRun.objects.filter(state=IntakeRun.State.RUNNING).exists() and is_behind():
        catch_up.later()


@job("customers.catch_up")
def catch_up() -> None:
    """Resolve and publish; one at a time over all processes, and only if it is still needed."""
    try:
        with alone(ALL):
            if is_behind():
                _go()
    except IntakeBusy:
        return


def _go() -> None:
    from foyer.customers.identity import resolving  # brings Splink and pandas, which a web process never needs
    from foyer.customers.profile import publishing

    with open_engine() as engine:
        front_door.export(engine)
        resolving.resolve(engine, by=SYSTEM)
        publishing.publish(engine)


def _written(dataset: Dataset) -> datetime:
    at = datetime.fromisoformat(dataset.manifest().written_at)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
