"""The tables of audit. Entries, seals and anchors are only ever added: the database refuses everything else."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.ids import new_id
from foyer.base.models import Row


class AuditEntry(Row):
    """One line of the trail: who did what, on what, whose, for what, why, from where, and how it ended.

    Its id begins with its time, so that the order of the ids is the order of time.
    """

    at = models.DateTimeField(_("time"))
    actor_kind = models.CharField(_("kind of actor"), max_length=10)
    actor_id = models.UUIDField(_("actor"), null=True)
    actor_roles = ArrayField(models.CharField(max_length=150), verbose_name=_("roles at the time"))
    assurance = models.SmallIntegerField(_("assurance"), null=True)
    act = models.CharField(_("act"), max_length=60)
    subject = models.CharField(_("subject"), max_length=120)
    customer = models.UUIDField(_("customer's pseudonym"), null=True)
    purpose = models.CharField(_("purpose"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    fields = ArrayField(models.CharField(max_length=80), verbose_name=_("fields"))
    outcome = models.CharField(_("outcome"), max_length=8)
    details = models.JSONField(_("details"))
    address = models.CharField(_("address"), max_length=45)
    device = models.CharField(_("device"), max_length=64)
    session = models.CharField(_("session"), max_length=64)
    request = models.CharField(_("request"), max_length=64)
    key = models.CharField(_("key"), max_length=40)
    mac = models.BinaryField(_("authentication code"))

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        permissions = [
            ("read_trail", "May read the audit trail"),
            ("export_trail", "May export the audit trail"),
            ("verify_trail", "May have the audit trail verified"),
        ]
        indexes = [
            models.Index(fields=["actor_id", "id"], condition=~models.Q(actor_id=None), name="audit_by_actor"),
            models.Index(fields=["customer", "id"], condition=~models.Q(customer=None), name="audit_by_customer"),
            models.Index(fields=["act", "id"], name="audit_by_act"),
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["address", "id"], condition=~models.Q(address=""), name="audit_by_address"),
            models.Index(fields=["outcome", "id"], condition=~models.Q(outcome="done"), name="audit_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"


class AuditPending(models.Model):
    """An entry that is not sealed yet; its line goes with the seal, about a second later."""

    entry = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry to be sealed")
        verbose_name_plural = _("entries to be sealed")

    def __str__(self) -> str:
        return str(self.entry)


class AuditSeal(models.Model):
    """The place of an entry in the chain; its numbers have no gap, each hash covers the one before."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    entry = models.UUIDField(_("entry"), unique=True)
    at = models.DateTimeField(_("sealed"))
    prev_hash = models.BinaryField()
    hash = models.BinaryField()
    digests = models.BinaryField()
    key = models.CharField(max_length=40)
    mac = models.BinaryField()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return str(self.seq)


class AuditAnchor(models.Model):
    """A signed statement of how far the chain went and how it ended; the same line lies outside the database."""

    class Kind(models.TextChoices):
        ANCHOR = "anchor", _("Anchor")
        TOMBSTONE = "tombstone", _("Expired and removed up to here")
        RESTORED = "restored", _("Restored from a backup up to here")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    seq = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("time"))
    hash = models.BinaryField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        indexes = [models.Index(fields=["kind", "seq"], name="audit_anchor_by_seq")]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class AuditSubject(models.Model):
    """The one line that links a customer to the pseudonym of the trail; without it nobody can tell whose they are."""

    customer = models.UUIDField(primary_key=True)
    pseudonym = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")

    def __str__(self) -> str:
        return str(self.pseudonym)


class AuditPolicy(models.Model):
    """How long the trail is kept. One row; five years unless the bank says more (JR/T 0171: at least six months)."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    years = models.PositiveSmallIntegerField(
        _("kept for (years)"), default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("retention of the audit trail")
        verbose_name_plural = _("retention of the audit trail")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_policy_is_one"),
            models.CheckConstraint(condition=models.Q(years__gte=1), name="audit_policy_a_year_at_least"),
        ]

    def __str__(self) -> str:
        return str(self.years)


class AuditCheck(Row):
    """One verification of the chain and what it found."""

    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    first = models.BigIntegerField(_("from"), null=True)
    last = models.BigIntegerField(_("to"), null=True)
    entry_count = models.BigIntegerField(_("entries"))
    finding_count = models.PositiveIntegerField(_("findings"))
    findings = models.JSONField(_("findings"), default=list)
    seconds = models.FloatField(_("seconds"))

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        indexes = [models.Index(fields=["-at"], name="audit_check_by_time")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.finding_count}"
