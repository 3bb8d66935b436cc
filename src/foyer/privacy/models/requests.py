"""What customers ask for about their own data, every step of it, what they were told, and what was erased."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField, EncryptedTextField
from foyer.base.legends import CONTACT, FREE_TEXT, INTERNAL, TOKEN, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField

__all__ = ["DataCopy", "ErasureLog", "ErasureProof", "RequestNotice", "RequestStep", "SubjectRequest"]


def _user(name: Any) -> "models.ForeignKey":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name
    )


class SubjectRequest(Row):
    """One thing one person asked for. `customer` is whose data it is about: an id that outlives the customer's row.

    `asked` is what they wrote (what is wrong, which relative), readable by the application only. A request that was
    answered is kept as proof; after a deletion it names nobody any more.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("A copy of my data")
        CORRECTION = "correction", _("Correct my data")
        PORTABILITY = "portability", _("Take my data elsewhere")
        DELETION = "deletion", _("Delete my data")
        WITHDRAWAL = "withdrawal", _("Withdraw a consent")
        OBJECTION = "objection", _("No profiling of me")
        PERSONALISATION = "personalisation", _("No personalised offers")
        EXPLANATION = "explanation", _("Explain a decision")
        DECEASED = "deceased", _("Data of a relative who died")

    class State(models.TextChoices):
        RECEIVED = "received", _("Identity to be proved")
        IDENTIFIED = "identified", _("Waiting")
        IN_WORK = "in_work", _("In work")
        APPROVAL = "approval", _("Waits for a second person")
        FULFILLING = "fulfilling", _("Being carried out")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    customer = classified(models.UUIDField(_("customer"), null=True), TOKEN)
    asked_by = classified(models.UUIDField(_("asked by"), null=True), TOKEN)
    door = models.CharField(_("door"), max_length=20, default="portal")
    language = models.CharField(_("language"), max_length=2, default="zh")
    asked = classified(EncryptedJSONField(_("what they asked"), blank=True, default=dict), FREE_TEXT)
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    pack = models.CharField(_("law"), max_length=8, blank=True, default="")
    due_at = models.DateTimeField(_("due"))
    extended_at = models.DateTimeField(_("extended at"), null=True, blank=True)
    extension_reason = models.CharField(_("reason of the extension"), max_length=40, blank=True, default="")
    assurance = models.PositiveSmallIntegerField(_("identity proved"), default=0)
    identified_by = models.CharField(_("how"), max_length=40, blank=True, default="")
    identified_at = models.DateTimeField(_("identified at"), null=True, blank=True)
    assignee = _user(_("in the hands of"))
    approval = models.UUIDField(null=True, blank=True)
    refusal = models.CharField(_("reason of the refusal"), max_length=40, blank=True, default="")
    note = classified(models.CharField(_("remark"), max_length=400, blank=True, default=""), INTERNAL)
    outcome = models.JSONField(_("outcome"), default=dict, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("subject request")
        verbose_name_plural = _("subject requests")
        permissions = [
            ("see_requests", "May see subject requests, holds and the retention schedule"),
            ("handle_requests", "May handle subject requests"),
            ("record_request", "May record a request made at a counter"),
            ("approve_erasure", "May agree to an erasure"),
            ("place_hold", "May propose a legal hold and its release"),
            ("approve_hold", "May agree to a legal hold and its release"),
            ("read_restricted", "May read restricted data for the law that keeps it"),
            ("see_obligations", "May see the obligation library and export evidence"),
        ]
        constraints = [
            models.CheckConstraint(name="privacy_refused_with_reason", condition=~Q(state="refused") | ~Q(refusal="")),
            models.CheckConstraint(
                name="privacy_extended_with_reason", condition=Q(extended_at=None) | ~Q(extension_reason="")
            ),
            models.CheckConstraint(
                name="privacy_closed_has_time",
                condition=Q(state__in=["done", "refused", "withdrawn"], closed_at__isnull=False)
                | (~Q(state__in=["done", "refused", "withdrawn"]) & Q(closed_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="privacy_request_open"),
            models.Index(fields=["customer", "-asked_at"], name="privacy_request_of"),
            models.Index(fields=["asked_by", "-asked_at"], name="privacy_request_by"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()


class RequestStep(Row):
    """Something that was done for a request: by whom, in which room, how many rows. Only added to."""

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="steps", verbose_name=_("request"))
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    what = models.CharField(_("step"), max_length=24)
    holder = models.CharField(_("where"), max_length=60, blank=True, default="")
    count = models.PositiveIntegerField(_("rows"), null=True)
    note = models.CharField(_("remark"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of a request")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["request", "at"], name="privacy_step_of")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.what}"


class RequestNotice(Row):
    """What the person was told at a step, in both languages; mailed where they have an address, which then goes."""

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="notices", verbose_name=_("request"))
    at = models.DateTimeField(_("at"), default=clock.now)
    what = models.CharField(_("step"), max_length=24)
    text = BilingualField(verbose_name=_("words"), multiline=True)
    address = classified(EncryptedTextField(blank=True, default=""), CONTACT)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("notice to the person")
        verbose_name_plural = _("notices to the person")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.what}"


class DataCopy(Row):
    """A copy made for a person: sealed on disk, given out after a fresh proof of identity, gone after a while."""

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="copies", verbose_name=_("request"))
    format = models.CharField(_("format"), max_length=8)
    path = models.CharField(max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made at"), default=clock.now)
    expires_at = models.DateTimeField(_("can be fetched until"))
    fetched_at = models.DateTimeField(_("fetched at"), null=True)
    gone_at = models.DateTimeField(_("destroyed at"), null=True)

    class Meta:
        verbose_name = _("copy for a person")
        verbose_name_plural = _("copies for people")
        constraints = [models.UniqueConstraint(fields=["request", "format"], name="privacy_copy_once")]
        indexes = [models.Index(fields=["expires_at"], condition=Q(gone_at=None), name="privacy_copy_expiring")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.format}"


class ErasureLog(Row):
    """Who was erased, by ids that say nothing without the rows that are gone: enough to erase them once more.

    The same lines stand in a file beside the database, so that a restored backup, which is older, cannot forget them.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    request = models.ForeignKey(SubjectRequest, models.SET_NULL, null=True, related_name="erasures")
    customers = classified(ArrayField(models.UUIDField(), verbose_name=_("customers")), TOKEN)
    records = classified(ArrayField(models.UUIDField(), verbose_name=_("records"), default=list), TOKEN)
    visitors = classified(ArrayField(models.UUIDField(), verbose_name=_("visitors"), default=list), TOKEN)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RUNNING)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    counts = models.JSONField(_("deleted"), default=dict)
    kept = models.JSONField(_("kept"), default=list)
    reapplied_at = models.DateTimeField(_("applied again at"), null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.id)


class ErasureProof(Row):
    """What was deleted where, what was kept under which law and until when; canonical JSON, signed with Ed25519."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    request = models.ForeignKey(SubjectRequest, models.PROTECT, null=True, related_name="proofs")
    content = models.JSONField(_("content"))
    signature = models.CharField(_("signature"), max_length=128)
    public_key = models.CharField(_("public key"), max_length=64)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("proof of completion")
        verbose_name_plural = _("proofs of completion")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.number
