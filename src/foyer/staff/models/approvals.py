"""A change that waits for a second person 双人复核.

Invariants, held by the database: one pending request for the same change; no step is decided by the maker; nobody
decides two steps of one request.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base.crypto import SealedJSONField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row


class ApprovalRequest(Row):
    """What one person proposes: the change, and the data they saw when they proposed it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        OUTDATED = "outdated", _("Outdated")

    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("subject"), max_length=160)
    change = classified(SealedJSONField(_("change")), FREE_TEXT)
    before = classified(SealedJSONField(_("data when proposed")), FREE_TEXT)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    made_by = models.CharField(_("proposed by"), max_length=60)
    maker = models.ForeignKey(
        "staff.User", models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("maker")
    )
    made_at = models.DateTimeField(_("proposed at"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("approval request")
        verbose_name_plural = _("approval requests")
        ordering = ["-made_at"]
        permissions = [
            ("read_all_approvals", "May read every approval request"),
            ("approve_settings", "May agree to changes of rights and settings"),
        ]
        indexes = [models.Index(fields=["status", "-made_at"], name="staff_approval_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "fingerprint"],
                condition=Q(status="pending"),
                name="staff_approval_one_pending",
            ),
            models.CheckConstraint(
                name="staff_approval_closed_when_decided",
                condition=Q(status="pending", closed_at=None) | (~Q(status="pending") & Q(closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING


class ApprovalStep(Row):
    """One signature the rule asked for when the change was proposed; a later change of the rule does not touch it."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="steps", verbose_name=_("request"))
    number = models.PositiveSmallIntegerField(_("number"))
    permission = models.CharField(_("who may decide"), max_length=160)
    maker = models.ForeignKey("staff.User", models.PROTECT, null=True, related_name="+", editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        "staff.User", models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="staff_step_number"),
            models.UniqueConstraint(fields=["request", "decided_by"], name="staff_step_one_signature_each"),
            models.CheckConstraint(
                name="staff_step_maker_never_decides",
                condition=Q(maker=None) | Q(decided_by=None) | ~Q(decided_by=F("maker")),
            ),
            models.CheckConstraint(
                name="staff_step_decided_by_someone",
                condition=Q(decision="", decided_by=None) | (~Q(decision="") & Q(decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.permission}"
