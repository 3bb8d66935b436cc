"""The tables of drills: scenarios, exercises with injects, what was seen and learned, and who is synthetic."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.legends import INTERNAL, STAFF, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField


class DrillScenario(Row):
    """One version of what is exercised: goal, scope, safety, steps, injects, roles. A version never changes."""

    class Kind(models.TextChoices):
        TABLE = "table", _("Table-top")
        TECHNICAL = "technical", _("Technical")

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = BilingualField(_("name"))
    goal = BilingualField(_("goal"), multiline=True)
    spec = classified(models.JSONField(_("scenario")), INTERNAL)
    entered_at = models.DateTimeField(_("entered"), default=clock.now)

    class Meta:
        verbose_name = _("drill scenario")
        verbose_name_plural = _("drill scenarios")
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="scenario_version_once")]

    def __str__(self) -> str:
        return str(self.name)


class Drill(Row):
    """An exercise: planned by one person, agreed to by another, played within its window, and learned from."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Waits for a second person")
        APPROVED = "approved", _("Agreed")
        RUNNING = "running", _("Running")
        STOPPED = "stopped", _("Stopped")
        CLOSED = "closed", _("Evaluated")
        CANCELLED = "cancelled", _("Cancelled")

    number = classified(models.CharField(_("number"), max_length=20, unique=True), INTERNAL)
    scenario = models.ForeignKey(DrillScenario, models.PROTECT, related_name="drills", verbose_name=_("scenario"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    opens_at = models.DateTimeField(_("window opens"))
    closes_at = models.DateTimeField(_("window closes"))
    planned_by = models.CharField(_("planned by"), max_length=60)
    planned_at = models.DateTimeField(_("planned"), default=clock.now)
    approved_by = models.CharField(_("agreed by"), max_length=60, blank=True, default="")
    approved_at = models.DateTimeField(_("agreed"), null=True)
    started_by = models.CharField(_("started by"), max_length=60, blank=True, default="")
    started_at = models.DateTimeField(_("started"), null=True)
    stopped_by = models.CharField(_("stopped by"), max_length=60, blank=True, default="")
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    stopped_why = classified(models.CharField(_("stopped because"), max_length=300, blank=True, default=""), STAFF)
    closed_by = models.CharField(_("evaluated by"), max_length=60, blank=True, default="")
    closed_at = models.DateTimeField(_("evaluated"), null=True)
    summary = classified(models.TextField(_("what we learned"), blank=True, default=""), STAFF)

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")
        ordering = ["-opens_at"]
        permissions = [
            ("see_drills", "May see drills and their reports"),
            ("plan_drill", "May plan, run and evaluate drills"),
            ("approve_drill", "May agree to a drill"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="drill_has_a_window"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("planned_by")), name="drill_approver_is_not_planner"
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(approved_at__isnull=False), name="drill_agreed_before_it_starts"
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="drill_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["state", "opens_at"], name="drill_by_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.STOPPED, self.State.CLOSED, self.State.CANCELLED)


class DrillParticipant(Row):
    """Who takes part, and as what."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="participants", verbose_name=_("drill"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    role = models.SlugField(_("role"), max_length=40)

    class Meta:
        verbose_name = _("participant of a drill")
        verbose_name_plural = _("participants of drills")
        constraints = [models.UniqueConstraint(fields=["drill", "user", "role"], name="drill_participant_once")]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.role}"


class DrillInject(Row):
    """One thing that is done to the house in a drill, what it should set off, and what it did set off."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not played yet")
        PLAYED = "played", _("Played")
        DETECTED = "detected", _("Noticed by the house")
        MISSED = "missed", _("Not noticed in time")
        HALTED = "halted", _("Halted")
        FAILED = "failed", _("Failed")

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="injects", verbose_name=_("drill"))
    code = models.SlugField(_("code"), max_length=40)
    place = models.PositiveSmallIntegerField(_("place"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    played_at = models.DateTimeField(_("played"), null=True)
    played_by = models.CharField(_("played by"), max_length=60, blank=True, default="")
    detected_at = models.DateTimeField(_("noticed"), null=True)
    alert = models.ForeignKey("security.Alert", models.PROTECT, null=True, related_name="+", verbose_name=_("alert"))
    undone_at = models.DateTimeField(_("undone"), null=True)
    result = classified(models.JSONField(_("result"), default=dict), INTERNAL)

    class Meta:
        verbose_name = _("inject")
        verbose_name_plural = _("injects")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["drill", "code"], name="inject_once")]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.code}"


class SyntheticSubject(models.Model):
    """Somebody who exists only for a drill. The database takes the mark only before the person does exist, so that no
    real customer and no real colleague can ever be marked; it is never changed."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        STAFF = "staff", _("Colleague")
        WEBHOOK = "webhook", _("Webhook")

    subject = models.UUIDField(_("subject"), primary_key=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    drill = models.ForeignKey(Drill, models.PROTECT, related_name="synthetic", verbose_name=_("drill"))
    at = models.DateTimeField(_("marked"), default=clock.now)

    class Meta:
        verbose_name = _("synthetic person")
        verbose_name_plural = _("synthetic persons")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class DrillTouch(Row):
    """An inject is about to touch somebody. The database lets it touch only who is synthetic: its own foreign
    key is checked at once (migration 0003), not at the end of the transaction as Django's would be."""

    inject = models.ForeignKey(DrillInject, models.CASCADE, related_name="touches", verbose_name=_("inject"))
    subject = models.ForeignKey(
        SyntheticSubject, models.PROTECT, db_constraint=False, related_name="+", verbose_name=_("subject")
    )
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("touch of an inject")
        verbose_name_plural = _("touches of injects")
        constraints = [models.UniqueConstraint(fields=["inject", "subject"], name="touch_once")]

    def __str__(self) -> str:
        return f"{self.inject_id} {self.subject_id}"


class DrillObservation(Row):
    """What somebody saw during a drill. The first of each kind after the first inject stops that clock."""

    class Kind(models.TextChoices):
        NOTICED = "noticed", _("Noticed")
        RESPONDED = "responded", _("Responded")
        CONTAINED = "contained", _("Contained")
        RECOVERED = "recovered", _("Recovered")
        NOTE = "note", _("Note")

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="observations", verbose_name=_("drill"))
    inject = models.ForeignKey(DrillInject, models.CASCADE, null=True, related_name="+", verbose_name=_("inject"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    text = classified(models.CharField(_("text"), max_length=500, blank=True, default=""), STAFF)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.kind}"


class DrillFinding(Row):
    """What a drill showed that is not as it should be."""

    class Weight(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="findings", verbose_name=_("drill"))
    weight = models.CharField(_("weight"), max_length=6, choices=Weight)
    text = classified(models.CharField(_("finding"), max_length=500), STAFF)
    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("finding of a drill")
        verbose_name_plural = _("findings of drills")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.weight}"


class ImprovementAction(Row):
    """What somebody does about a finding until when; a later drill shows whether it helped."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done, to be tested again")
        PROVEN = "proven", _("Tested again: it helped")

    finding = models.ForeignKey(DrillFinding, models.CASCADE, related_name="actions", verbose_name=_("finding"))
    text = classified(models.CharField(_("what is done"), max_length=500), STAFF)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(_("agreed"), default=clock.now)
    made_by = models.CharField(_("agreed by"), max_length=60)
    done_at = models.DateTimeField(_("done"), null=True)
    done_note = classified(models.CharField(_("what was done"), max_length=500, blank=True, default=""), STAFF)
    retest = models.ForeignKey(Drill, models.PROTECT, null=True, related_name="+", verbose_name=_("tested again by"))

    class Meta:
        verbose_name = _("improvement action")
        verbose_name_plural = _("improvement actions")
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="proven") | Q(retest__isnull=False), name="action_proven_by_a_drill"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="action_open_by_due")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.state}"
