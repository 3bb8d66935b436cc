"""Reasoned access: why somebody may see one value of one customer for a few minutes, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row
from foyer.base.text import BilingualField

__all__ = [
    "AccessReason",
    "AccessRule",
    "BreakGlass",
    "Recertification",
    "RecertificationLine",
    "Unmasking",
]


class AccessReason(Row):
    """A reason one may give. `about` names the object the reason needs: a conversation, a case; empty for none."""

    class Use(models.TextChoices):
        UNMASK = "unmask", _("Show one value")
        BREAK_GLASS = "break_glass", _("Break the glass")

    use = models.CharField(_("for"), max_length=12, choices=Use)
    code = models.SlugField(_("code"), max_length=40)
    name = BilingualField(verbose_name=_("reason"))
    plain = BilingualField(verbose_name=_("as the customer reads it"))
    about = models.CharField(_("needs an object of the kind"), max_length=40, blank=True, default="")
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        verbose_name = _("reason for access")
        verbose_name_plural = _("reasons for access")
        ordering = ["use", "place", "code"]
        constraints = [models.UniqueConstraint(fields=["use", "code"], name="privacy_reason_once")]

    def __str__(self) -> str:
        return str(self.name)


class AccessRule(Row):
    """How a role may unmask: the bank's own line in place of the usual one. `subject` empty: every value."""

    class SecondPerson(models.TextChoices):
        NEVER = "never", _("Never")
        OVER_BUDGET = "over_budget", _("Over the daily budget")
        CAREFUL = "careful", _("Over the budget, and for customers of the private bank")
        ALWAYS = "always", _("Always")

    role = models.CharField(_("role"), max_length=60)
    subject = models.CharField(_("value"), max_length=60, blank=True, default="")
    seconds = models.PositiveIntegerField(_("seconds shown"), default=300)
    daily_budget = models.PositiveIntegerField(_("a day without question"), default=20)
    daily_limit = models.PositiveIntegerField(_("a day at most"), default=60)
    second_person = models.CharField(
        _("second person"), max_length=12, choices=SecondPerson, default=SecondPerson.CAREFUL
    )

    class Meta:
        verbose_name = _("rule for unmasking")
        verbose_name_plural = _("rules for unmasking")
        ordering = ["role", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["role", "subject"], name="privacy_access_rule_once"),
            models.CheckConstraint(condition=Q(seconds__range=(10, 3600)), name="privacy_access_rule_is_short"),
            models.CheckConstraint(condition=Q(daily_limit__gte=F("daily_budget")), name="privacy_limit_over_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.role} · {self.subject or '*'}"


class Unmasking(Row):
    """One value of one customer, shown to one colleague, for a reason, until an instant. Never the value itself.

    `place` tells which of several values of the kind (an earlier phone, a part of a message). `session` is the short
    hash of the browser session that asked: another session of the same person reads nothing with it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        OPEN = "open", _("Shown")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    role = models.CharField(_("in the role"), max_length=60)
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer")
    )  # fmt: skip
    subject = models.CharField(_("value"), max_length=60)
    place = models.CharField(max_length=120, blank=True, default="")
    reason = models.ForeignKey(AccessReason, models.PROTECT, related_name="+", verbose_name=_("reason"))
    about = models.CharField(_("about"), max_length=120, blank=True, default="")
    tie = models.CharField(_("relation"), max_length=40)
    session = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(_("status"), max_length=8, choices=Status)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    seconds = models.PositiveIntegerField(_("seconds shown"))
    opened_at = models.DateTimeField(_("shown from"), null=True)
    ends_at = models.DateTimeField(_("until"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("second person")
    )

    class Meta:
        verbose_name = _("unmasking")
        verbose_name_plural = _("unmaskings")
        ordering = ["-asked_at"]
        permissions = [
            ("unmask", "May show one masked value with a reason"),
            ("approve_unmask", "May agree to another's unmasking"),
            ("review_access", "May review unmasking and broken glass"),
        ]
        indexes = [
            models.Index(fields=["user", "-asked_at"], name="privacy_unmasking_of_user"),
            models.Index(fields=["customer", "-asked_at"], name="privacy_unmasking_of_customer"),
            models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="privacy_unmasking_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open") | Q(opened_at__isnull=False, ends_at__isnull=False),
                name="privacy_unmasking_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("user")), name="privacy_second_person_is_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN and self.ends_at is not None and self.ends_at > clock.now()


class BreakGlass(Row):
    """Somebody needed a customer with whom they had nothing open: why, how long, and what a supervisor said of it."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        CONTESTED = "contested", _("Contested")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    reason = models.ForeignKey(AccessReason, models.PROTECT, related_name="+", verbose_name=_("reason"))
    note = models.CharField(_("what happened"), max_length=300)
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    ends_at = models.DateTimeField(_("until"))
    due_at = models.DateTimeField(_("review due"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True, default="")
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    review_note = models.CharField(_("remark"), max_length=500, blank=True, default="")
    attestation = models.TextField(_("attested"), blank=True, default="")

    class Meta:
        verbose_name = _("broken glass")
        verbose_name_plural = _("broken glass")
        ordering = ["-opened_at"]
        permissions = [("break_glass", "May break the glass for a customer with whom nothing is open")]
        indexes = [
            models.Index(fields=["user", "customer", "-ends_at"], name="privacy_glass_of_user"),
            models.Index(fields=["due_at"], condition=Q(reviewed_at=None), name="privacy_glass_unreviewed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user")), name="privacy_review_by_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Recertification(Row):
    """Once a month the head of a unit says of each of its people whether they still need what they may do."""

    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    month = models.DateField(_("month"), help_text=_("its first day"))
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    due_at = models.DateTimeField(_("due"))
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("recertification")
        verbose_name_plural = _("recertifications")
        ordering = ["-month", "unit__path"]
        permissions = [("recertify", "May decide each month who of the unit keeps which role")]
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="privacy_recertification_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m}"

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_at < clock.now()


class RecertificationLine(Row):
    """One role of one colleague in one month: kept, or taken away."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("Keep")
        REMOVE = "remove", _("Remove")

    recertification = models.ForeignKey(Recertification, models.CASCADE, related_name="lines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    role = models.CharField(_("role"), max_length=150)
    permissions_count = models.PositiveSmallIntegerField(_("permissions"))
    last_used_at = models.DateTimeField(_("last sign-in"), null=True)
    decision = models.CharField(_("decision"), max_length=6, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("line of a recertification")
        verbose_name_plural = _("lines of a recertification")
        ordering = ["user__username", "role"]
        constraints = [
            models.UniqueConstraint(fields=["recertification", "user", "role"], name="privacy_recert_line_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")), name="privacy_recert_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"
