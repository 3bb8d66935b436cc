"""What websites, apps and the bank's servers send of their visitors' behaviour, and whom an anonymous visitor became.

`CollectedBatch` is an append-only log: one row an accepted request, as it came, sealed, written by COPY before the
request is answered. Everything else is derived from it and can be derived again.
"""

import zlib
from base64 import b64decode, b64encode

import pyarrow as pa
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import BlindIndexField
from foyer.base.crypto.fields import EncryptedJSONField, EncryptedTextField
from foyer.base.legends import BEHAVIOUR, FREE_TEXT, PROFILE, SECRET, TOKEN, classified
from foyer.base.models import Row
from foyer.customers.models.records import SourceRecord

ANONYMOUS = "customers.anonymous_id"
ZSTD = b"\x28\xb5\x2f\xfd"


class WriteKey(Row):
    """What a site, an app or a server of the bank writes events with. Only its hash is kept.

    A browser's key can be read by anybody, so what comes with it is claimed. What comes with a trusted key, a secret
    of the bank's own servers, is verified: its `userId` is a customer number, or a key of `user_source`.
    """

    source = models.SlugField(_("source"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    key_hash = classified(models.CharField(max_length=64, unique=True), SECRET)
    tail = classified(models.CharField(_("ends with"), max_length=4), TOKEN)
    is_trusted = models.BooleanField(
        _("a secret of our servers"),
        default=False,
        help_text=_("What such a server says of a person counts as verified."),
    )  # fmt: skip
    user_source = models.CharField(
        _("system of its user ids"), max_length=60, blank=True, default="", help_text=_("Empty: customer numbers.")
    )
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    created_by = models.CharField(_("created by"), max_length=60)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)
    disabled_by = models.CharField(_("disabled by"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("write key")
        verbose_name_plural = _("write keys")

    def __str__(self) -> str:
        return self.name

    @property
    def record_source(self) -> str:
        """The source under which records of its users are kept; one for each key, so that no key speaks for another."""
        return f"web:{self.source}"


def packed(body: bytes) -> str:
    """A request's body compressed to a tenth, which costs less than sealing and storing all of it."""
    return b64encode(pa.compress(body, codec="zstd", asbytes=True)).decode()


def unpacked(payload: str) -> bytes:
    """What `packed` was given; also what was packed with zlib, as it was once."""
    raw = b64decode(payload)
    if raw.startswith(ZSTD):
        return bytes(pa.CompressedInputStream(pa.BufferReader(raw), "zstd").read())
    return zlib.decompress(raw)


class CollectedBatch(Row):
    """One accepted request, whole: `text`. `refused` says which of its messages could not be used, and why."""

    write_key = models.ForeignKey(WriteKey, models.PROTECT, related_name="+", verbose_name=_("write key"))
    received_at = models.DateTimeField(_("received at"))
    kind = models.CharField(_("kind"), max_length=10)
    payload = classified(EncryptedTextField(), FREE_TEXT)
    drained_at = models.DateTimeField(_("drained at"), null=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    refused = classified(models.JSONField(_("refused"), default=list), PROFILE)

    class Meta:
        verbose_name = _("collected request")
        verbose_name_plural = _("collected requests")
        indexes = [
            models.Index(fields=["id"], condition=Q(drained_at=None), name="customers_batch_waiting"),
            models.Index(fields=["drained_at"], condition=~Q(drained_at=None), name="customers_batch_drained"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def text(self) -> str:
        """The request's body, as it came."""
        return unpacked(self.payload).decode()


class Landing(Row):
    """The events that go to the lake together, as one part. While it is open draining adds to it; then it is fixed."""

    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    landed_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("landing of events")
        verbose_name_plural = _("landings of events")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(closed_at=None), name="customers_one_open_landing"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class BehaviourEvent(Row):
    """One thing somebody did. `id` is made of the write key and the message's id: sent twice, it is one row.

    `record` is the record of the `userId` it names; there need not be a row for it. What a source's files gave has no
    write key and no landing, for it is in the lake already, but the code of its `source`.
    """

    write_key = models.ForeignKey(WriteKey, models.PROTECT, null=True, related_name="+", db_index=False)
    landing = models.ForeignKey(Landing, models.PROTECT, null=True, related_name="events")
    source = models.CharField(_("source"), max_length=60, blank=True, default="")
    record = models.ForeignKey(
        SourceRecord, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    anonymous_id = classified(EncryptedTextField(blank=True, default=""), BEHAVIOUR)
    anonymous_index = classified(BlindIndexField(source="anonymous_id", purpose=ANONYMOUS), TOKEN)
    at = models.DateTimeField(_("at"))
    received_at = models.DateTimeField(_("received at"))
    kind = models.CharField(_("kind"), max_length=10)
    name = classified(models.CharField(_("name"), max_length=200, blank=True, default=""), PROFILE)
    channel = models.CharField(_("channel"), max_length=20, blank=True, default="")
    message = classified(EncryptedJSONField(), BEHAVIOUR)

    class Meta:
        verbose_name = _("behaviour event")
        verbose_name_plural = _("behaviour events")
        indexes = [
            models.Index(fields=["record", "-at"], condition=~Q(record=None), name="customers_event_record"),
            models.Index(
                fields=["anonymous_index", "-at"], condition=~Q(anonymous_index=None), name="customers_event_anonymous"
            ),
            models.Index(fields=["at"], name="customers_event_at"),
            models.Index(fields=["source", "-received_at"], condition=~Q(source=""), name="customers_event_source"),
        ]
        constraints = [
            models.CheckConstraint(
                name="customers_event_has_origin",
                condition=Q(source="", write_key__isnull=False, landing__isnull=False)
                | (~Q(source="") & Q(write_key=None, landing=None)),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind


class AnonymousIdentity(Row):
    """Whom an anonymous visitor turned out to be: who said so, when, how surely; and who took it back.

    A verified link has a customer; a claimed one only the record of the `userId` that was claimed, and shows nothing
    to anybody. Of a device that several people use, each has what came after their own sign-in (`covers_from`); the
    first also has what came before. `before` keeps what other rooms need to put back when the link is taken back.
    """

    class Level(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        VERIFIED = "verified", _("Verified")

    anonymous_id = classified(EncryptedTextField(), BEHAVIOUR)
    anonymous_index = classified(BlindIndexField(source="anonymous_id", purpose=ANONYMOUS), TOKEN)
    level = models.CharField(_("assurance"), max_length=10, choices=Level)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="anonymous", verbose_name=_("customer")
    )
    record = models.ForeignKey(SourceRecord, models.SET_NULL, null=True, related_name="anonymous")
    method = models.CharField(_("method"), max_length=40)
    covers_from = models.DateTimeField(_("covers from"), null=True)
    before = classified(models.JSONField(default=dict), TOKEN)
    linked_at = models.DateTimeField(_("joined at"), default=clock.now)
    linked_by = models.CharField(_("joined by"), max_length=60)
    unlinked_at = models.DateTimeField(_("separated at"), null=True)
    unlinked_by = models.CharField(_("separated by"), max_length=60, blank=True, default="")
    unlinked_reason = classified(
        EncryptedTextField(_("reason of the separation"), max_length=200, blank=True, default=""), FREE_TEXT
    )

    class Meta:
        verbose_name = _("anonymous identity")
        verbose_name_plural = _("anonymous identities")
        constraints = [
            models.CheckConstraint(
                name="customers_verified_has_customer", condition=Q(level="claimed") | Q(customer__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["anonymous_index"], condition=Q(unlinked_at=None), name="customers_anonymous_linked"),
        ]

    def __str__(self) -> str:
        return str(self.id)
