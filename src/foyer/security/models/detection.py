"""The tables of detection: rules and their versions, what is being counted, alerts, responses and incidents."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.base import clock
from foyer.base.models import Row
from foyer.base.text import BilingualField


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")


class DetectionRule(Row):
    """What is looked for in the trail. `spec` is everything that decides (see `detection.spec`); it and the state are
    changed only by two people, and each change is a version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DRY = "dry", _("Dry run")
        LIVE = "live", _("Live")
        OFF = "off", _("Off")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    family = models.CharField(_("family"), max_length=4)
    name = BilingualField(_("name"))
    meaning = BilingualField(_("meaning"))
    spec = models.JSONField(_("rule"))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed"), default=clock.now)

    class Meta:
        verbose_name = _("detection rule")
        verbose_name_plural = _("detection rules")
        permissions = [
            ("watch_alerts", "May see alerts and incidents"),
            ("triage_alerts", "May triage alerts and lead incidents"),
            ("write_rule", "May propose changes to detection rules"),
            ("approve_rule", "May agree to changes of detection rules"),
            ("undo_response", "May take back an automatic response"),
        ]

    def __str__(self) -> str:
        return self.code


class RuleVersion(Row):
    """A rule as it was from one moment on."""

    rule = models.ForeignKey(DetectionRule, models.CASCADE, related_name="versions", verbose_name=_("rule"))
    number = models.PositiveIntegerField(_("number"))
    spec = models.JSONField(_("rule"))
    state = models.CharField(_("state"), max_length=6, choices=DetectionRule.State)
    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.number}"


class RuleBaseline(Row):
    """What people of a role usually reach: the 99.5th percentile of their windows in the last 30 days."""

    rule = models.ForeignKey(DetectionRule, models.CASCADE, related_name="baselines", verbose_name=_("rule"))
    role = models.CharField(_("role"), max_length=150)
    value = models.FloatField(_("usual at most"))
    samples = models.PositiveIntegerField(_("samples"))
    at = models.DateTimeField(_("computed"), default=clock.now)

    class Meta:
        verbose_name = _("learned threshold")
        verbose_name_plural = _("learned thresholds")
        constraints = [models.UniqueConstraint(fields=["rule", "role"], name="baseline_once_a_role")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.role}"


class DetectionCursor(models.Model):
    """How far the trail has been looked at. One row; whoever holds it looks on."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    seq = models.BigIntegerField(_("number"), default=0)
    at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        verbose_name = _("place of detection in the trail")
        verbose_name_plural = _("places of detection in the trail")

    def __str__(self) -> str:
        return str(self.seq)


class DetectionCount(models.Model):
    """What a rule counted for a group: a sum for each sixtieth of the window, or when each thing was last seen."""

    rule = models.ForeignKey(DetectionRule, models.CASCADE, related_name="counts")
    group = models.CharField(max_length=64)
    slot = models.CharField(max_length=64)
    bucket = models.BigIntegerField()
    value = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = _("count of detection")
        verbose_name_plural = _("counts of detection")
        constraints = [models.UniqueConstraint(fields=["rule", "group", "slot"], name="detection_count_once")]
        indexes = [
            models.Index(fields=["rule", "group", "bucket"], include=["value"], name="detection_count_window"),
            models.Index(fields=["rule", "bucket"], name="detection_count_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.group}"


class Incident(Row):
    """Something that happened and is dealt with, from the first alert to the lessons."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CONTAINED = "contained", _("Contained")
        CLOSED = "closed", _("Closed")

    number = models.CharField(_("number"), max_length=20, unique=True)
    title = BilingualField(_("title"))
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    is_leak = models.BooleanField(_("personal data leaked"), default=False)
    leak = models.JSONField(_("notice of the leak"), default=dict)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    began_at = models.DateTimeField(_("began"))
    opened_at = models.DateTimeField(_("opened"), default=clock.now)
    contained_at = models.DateTimeField(_("contained"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    lessons = models.TextField(_("lessons"), blank=True, default="")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index(fields=["state", "-opened_at"], name="incident_by_state")]

    def __str__(self) -> str:
        return self.number


class Alert(Row):
    """A rule was exceeded: by whom, how far, on what evidence; and what a person made of it.

    `owner` is whose it is until somebody takes it: a role, or one colleague as "@username".
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        TRUE = "true", _("True alarm")
        FALSE = "false", _("False alarm")
        BENIGN = "benign", _("Explained")
        ESCALATED = "escalated", _("Escalated")

    rule = models.ForeignKey(DetectionRule, models.PROTECT, related_name="alerts", verbose_name=_("rule"))
    version = models.PositiveIntegerField(_("version"))
    is_dry = models.BooleanField(_("dry run"), default=False)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.NEW)
    group = models.CharField(_("group"), max_length=64)
    owner = models.CharField(_("owner"), max_length=151, blank=True, default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    count = models.BigIntegerField(_("counted"))
    limit = models.BigIntegerField(_("at most"))
    peers = models.FloatField(_("usual for the role"), null=True)
    words = BilingualField(_("explanation"))
    evidence = ArrayField(models.UUIDField(), verbose_name=_("entries"))
    repeats = models.PositiveIntegerField(_("again within the cool-down"), default=0)
    began_at = models.DateTimeField(_("first act"))
    acted_at = models.DateTimeField(_("act that exceeded it"))
    at = models.DateTimeField(_("raised"), default=clock.now)
    last_at = models.DateTimeField(_("last seen"), default=clock.now)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    triaged_at = models.DateTimeField(_("triaged"), null=True)
    triaged_by = models.CharField(_("triaged by"), max_length=60, blank=True, default="")
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="alerts")

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        indexes = [
            models.Index(fields=["state", "-at"], name="alert_by_state"),
            models.Index(fields=["rule", "group", "-at"], name="alert_by_group"),
            models.Index(fields=["-at"], name="alert_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.group}"


class Response(Row):
    """What the house or a person did about it, for a time, with the way back."""

    code = models.CharField(_("response"), max_length=30)
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="responses", verbose_name=_("alert"))
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="responses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(_("by"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("since"), default=clock.now)
    ends_at = models.DateTimeField(_("until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=60, blank=True, default="")
    ended_why = models.CharField(_("ended because"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "user"], condition=models.Q(ended_at=None, user__isnull=False), name="response_once"
            )
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=models.Q(ended_at=None), name="response_to_end"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.user_id}"


class IncidentLine(Row):
    """One line of an incident's timeline: what the house says in both languages, a person as written."""

    class Kind(models.TextChoices):
        OPENED = "opened", pgettext_lazy("incident", "Opened")
        ALERT = "alert", _("Alert")
        RESPONSE = "response", _("Response")
        NOTE = "note", _("Note")
        TOLD = "told", _("People told")
        STATE = "state", _("State")
        LEAK = "leak", _("Leak of personal data")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="lines", verbose_name=_("incident"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    said = BilingualField(_("what the house says"), blank=True)
    text = models.CharField(_("text"), max_length=1000, blank=True, default="")
    about = models.CharField(_("about"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("line of an incident")
        verbose_name_plural = _("lines of incidents")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}"


class Canary(Row):
    """A customer nobody has a reason to look at. Known by pseudonym only, as everywhere in the trail."""

    pseudonym = models.UUIDField(_("pseudonym"), unique=True)
    placed_by = models.CharField(_("placed by"), max_length=60)
    placed_at = models.DateTimeField(_("placed"), default=clock.now)

    class Meta:
        verbose_name = _("canary")
        verbose_name_plural = _("canaries")
        permissions = [("plant_canary", "May plant and remove canaries")]

    def __str__(self) -> str:
        return str(self.pseudonym)
