"""What happens to collected events by itself."""

from foyer.base.jobs import job, periodic
from foyer.customers.collecting import draining, landing


@periodic("customers.drain_events", every_seconds=1)
def drain_events() -> None:
    draining.drain(seconds=0.5)


@periodic("customers.land_events", every_seconds=60)
def begin_landing() -> None:
    land_events.later()


@periodic("customers.forget_drained_events", every_seconds=3600)
def forget_drained_events() -> None:
    draining.forget_drained()


@job("customers.land_events")
def land_events() -> None:
    """In a job process: opening an engine is nothing for the relay."""
    landing.land()
