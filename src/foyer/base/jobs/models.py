"""What is seen of background work: when each sweep ran, how far each long job is, which process is alive."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.jobs import beating


class SweepState(models.Model):
    """One periodic sweep: when it runs next and how the last run went."""

    name = models.CharField(_("name"), max_length=120, primary_key=True)
    next_at = models.DateTimeField(_("next run"), default=clock.now)
    started_at = models.DateTimeField(_("last run"), null=True, blank=True)
    seconds = models.FloatField(_("seconds it took"), null=True, blank=True)
    failed_count = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_error = models.CharField(_("last error"), max_length=200, blank=True, default="")

    class Meta:
        db_table = "base_sweep"
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far a long job is. Advance it between the job's transactions, or nobody sees it before the end.

    A job that was killed is told as stopped within two minutes (`jobs.beating`); taken up again, it runs on.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    total = models.PositiveBigIntegerField(_("total"), null=True, blank=True)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    by = models.CharField(_("started by"), max_length=60)
    started_at = models.DateTimeField(_("started at"), default=clock.now)
    moved_at = models.DateTimeField(_("last moved at"), default=clock.now)
    beat_at = models.DateTimeField(_("worked on at"), default=clock.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta:
        db_table = "base_progress"
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        indexes = [models.Index(fields=["name", "-started_at"], name="progress_by_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.done}/{self.total or '?'}"

    @classmethod
    def start(cls, name: str, total: int | None, by: Actor) -> Progress:
        """Begin; `total` is None where the length is not known yet."""
        begun = cls.objects.create(name=name, total=total, by=str(by))
        beating.hold(begun.pk)
        return begun

    @classmethod
    def recent(cls, name: str, limit: int = 10) -> list[Progress]:
        """The newest runs of a job, newest first."""
        return list(cls.objects.filter(name=name).order_by("-started_at")[:limit])

    def advance(self, n: int = 1) -> None:
        """`n` more are done; several processes may advance one row."""
        self._go_on(done=F("done") + n)

    def go_to(self, done: int, total: int, note: str = "") -> None:
        """So much is done of so much."""
        self._go_on(done=done, total=total, note=note[:200])

    def leave(self) -> None:
        """Another process goes on with it, and has to say that it lives."""
        beating.let_go(self.pk)

    def finish(self, note: str = "") -> None:
        self._end(self.State.FINISHED, note)

    def fail(self, note: str) -> None:
        """It stopped; `note` says why in words that hold no personal data."""
        self._end(self.State.FAILED, note)

    @property
    def share(self) -> float | None:
        """Between 0 and 1, or None while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    def _go_on(self, **changes: Any) -> None:
        """Also what had been told as stopped, since somebody works on it again."""
        now = clock.now()
        self._set(state=self.State.RUNNING, moved_at=now, beat_at=now, finished_at=None, **changes)
        if self.state == self.State.RUNNING:
            beating.hold(self.pk)

    def _end(self, state: str, note: str) -> None:
        now = clock.now()
        self._set(state=state, moved_at=now, finished_at=now, note=note[:200])
        beating.let_go(self.pk)

    def _set(self, **changes: Any) -> None:
        unfinished = (self.State.RUNNING, self.State.STOPPED)
        Progress.objects.filter(pk=self.pk, state__in=unfinished).update(**changes)
        self.refresh_from_db()


class Heartbeat(models.Model):
    """A loop of a relay process, alive at `beat_at`."""

    process = models.CharField(_("process"), max_length=120)
    loop = models.CharField(_("loop"), max_length=20)
    started_at = models.DateTimeField(_("started at"), default=clock.now)
    beat_at = models.DateTimeField(_("alive at"), default=clock.now)

    class Meta:
        db_table = "base_heartbeat"
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        constraints = [models.UniqueConstraint(fields=["process", "loop"], name="one_heartbeat_a_loop")]

    def __str__(self) -> str:
        return f"{self.process} {self.loop}"
