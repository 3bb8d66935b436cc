"""The house's own sweeps: what keeps the mechanisms' tables small and their work with the living."""

from datetime import timedelta

from foyer.base import aids, clock, events, live, measures, signed
from foyer.base.aids.telling import forget_old as forget_outages
from foyer.base.jobs import periodic, rescue_stalled
from foyer.base.jobs.beating import tell_stopped
from foyer.base.jobs.deferred import forget_old
from foyer.base.jobs.models import Heartbeat, Progress

MINUTE, HOUR = 60, 3600
KEEP_PROGRESS = timedelta(days=90)


def register() -> None:
    """Called by the relay process, the only one that sweeps."""
    periodic("base.roll_up_measures", every_seconds=MINUTE)(measures.roll_up)
    periodic("base.rescue_stalled_jobs", every_seconds=15)(rescue_stalled)
    periodic("base.tell_stopped_work", every_seconds=30)(tell_stopped)
    periodic("base.try_aids", every_seconds=MINUTE)(aids.probe_all)
    periodic("base.forget_old_outages", every_seconds=HOUR)(forget_outages)
    periodic("base.forget_old_jobs", every_seconds=HOUR)(forget_old)
    periodic("base.forget_old_facts", every_seconds=HOUR)(events.purge)
    periodic("base.forget_old_live_events", every_seconds=HOUR)(live.purge)
    periodic("base.forget_old_figures", every_seconds=HOUR)(measures.forget_old)
    periodic("base.forget_old_progress", every_seconds=HOUR)(forget_progress)
    periodic("base.forget_old_messages", every_seconds=HOUR)(signed.forget_old)
    periodic("base.forget_dead_processes", every_seconds=HOUR)(forget_dead_processes)


def forget_progress() -> int:
    """Drop what nobody watches any more."""
    return Progress.objects.filter(moved_at__lt=clock.now() - KEEP_PROGRESS).delete()[0]


def forget_dead_processes() -> int:
    """Drop the heartbeats of processes that were killed long ago."""
    return Heartbeat.objects.filter(beat_at__lt=clock.now() - timedelta(days=1)).delete()[0]
