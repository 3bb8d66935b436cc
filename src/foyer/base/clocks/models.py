"""Calendars, policies and clocks. What a clock has been through is in its events, which are never changed."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock as wall
from foyer.base.clocks.blocks import BlocksField, parse
from foyer.base.clocks.hours import Hours
from foyer.base.ids import new_id
from foyer.base.text import BilingualField

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _real_zone(value: str) -> None:
    from zoneinfo import available_timezones

    if value not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone; write one like Asia/Shanghai."), params={"zone": value})


class Calendar(models.Model):
    """When somebody works: a base week, and the days that differ from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = BilingualField(_("name"))
    zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai", validators=[_real_zone])
    monday = BlocksField(_("Monday"))
    tuesday = BlocksField(_("Tuesday"))
    wednesday = BlocksField(_("Wednesday"))
    thursday = BlocksField(_("Thursday"))
    friday = BlocksField(_("Friday"))
    saturday = BlocksField(_("Saturday"))
    sunday = BlocksField(_("Sunday"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        db_table = "base_calendar"
        verbose_name = _("business calendar")
        verbose_name_plural = _("business calendars")

    def __str__(self) -> str:
        return str(self.name)

    def hours(self) -> Hours:
        """The calendar as values; the differing days are read from the database once for each revision."""
        return _hours(self.zone, tuple(getattr(self, day) for day in DAYS), self.pk, self.revision)

    def changed(self) -> None:
        """One of the calendar's days is different from now on. No revision is used twice, even after a rollback."""
        self.revision = secrets.randbelow(2**31)
        self.save(update_fields=["revision"])


@lru_cache(maxsize=512)
def _hours(zone: str, week: tuple[str, ...], pk: UUID, revision: int) -> Hours:
    days = {day.on: parse(day.blocks) for day in CalendarDay.objects.filter(calendar=pk)}
    return Hours(zone, tuple(parse(day) for day in week), days)


class CalendarDay(models.Model):
    """One date that differs from the week: closed, open though it is a Sunday, or open at other hours."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        MAKE_UP = "make_up", _("make-up workday")
        SPECIAL = "special", _("special hours")

    class Source(models.TextChoices):
        PERSON = "person", _("entered by a person")
        CHINA = "china", _("China's published arrangement")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="differing", verbose_name=_("calendar"))
    on = models.DateField(_("date"))
    blocks = BlocksField(_("open hours"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.SPECIAL)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, default=Source.PERSON, editable=False)
    reason = BilingualField(_("reason"), blank=True)

    class Meta:
        db_table = "base_calendar_day"
        verbose_name = _("differing day")
        verbose_name_plural = _("differing days")
        ordering: ClassVar = ["on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="one_difference_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.blocks or '×'}"


class ClockPolicy(models.Model):
    """One version of a deadline. Never changed: a new version is a new row, and a running clock keeps its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(_("code"), max_length=80)
    version = models.PositiveIntegerField(_("version"))
    name = BilingualField(_("name"))
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+", verbose_name=_("calendar"))
    seconds = models.PositiveBigIntegerField(
        _("business seconds"), null=True, blank=True, help_text=_("Empty: each clock is given its own fixed deadline.")
    )
    warn_before = ArrayField(
        models.PositiveBigIntegerField(), default=list, blank=True, verbose_name=_("warn so many seconds before")
    )
    made_at = models.DateTimeField(_("made at"), default=wall.now)

    class Meta:
        db_table = "base_clock_policy"
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_policy_a_version")]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Clock(models.Model):
    """A deadline that runs for one subject. `next_due` is the next instant at which something must happen."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    policy = models.ForeignKey(ClockPolicy, models.PROTECT, related_name="+", verbose_name=_("deadline"))
    code = models.CharField(_("code"), max_length=80)
    subject = models.CharField(_("subject"), max_length=160)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField(_("started at"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    next_due = models.DateTimeField(_("looked at next"), null=True, blank=True)
    fixed_due = models.DateTimeField(_("fixed deadline"), null=True, blank=True)
    fired = models.PositiveSmallIntegerField(_("points passed"), default=0)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)

    class Meta:
        db_table = "base_clock"
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"], condition=~Q(state="stopped"), name="one_clock_a_subject"
            )
        ]
        indexes = [
            models.Index(fields=["next_due"], condition=Q(state="running"), name="clock_next_due"),
            models.Index(fields=["subject"], name="clock_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


class ClockEvent(models.Model):
    """Something that happened to a clock. Append-only."""

    class Kind(models.TextChoices):
        START = "start", _("started")
        PAUSE = "pause", _("paused")
        RESUME = "resume", _("resumed")
        STOP = "stop", _("stopped")
        WARNED = "warned", _("warned")
        DUE = "due", _("became due")

    id = models.BigAutoField(primary_key=True)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    at = models.DateTimeField(_("at"))
    noted_at = models.DateTimeField(_("noted at"), default=wall.now)

    class Meta:
        db_table = "base_clock_event"
        verbose_name = _("clock event")
        verbose_name_plural = _("clock events")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M:%S}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a clock's events are never changed")
        super().save(*args, **kwargs)
