"""Purposes, notices, and what customers gave, refused and withdrew. What was said is only ever added to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import PERSONAL, TOKEN, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField

__all__ = [
    "AskPolicy",
    "Asked",
    "ChoiceLink",
    "Consent",
    "ConsentState",
    "NoticeShown",
    "PrivacyNotice",
    "Purpose",
]


class Purpose(Row):
    """What personal data may be used for, on which legal basis, and which kinds of data.

    `rule` says what silence means: the data may be used always, only after a yes, or until a no. `terms` is the
    fingerprint of what the notice in force says of this purpose; a consent given to other terms is no consent.
    """

    class Group(models.TextChoices):
        SERVICE = "service", _("Service")
        LAW = "law", _("Required by law")
        MARKETING = "marketing", _("Marketing")
        SURVEY = "survey", _("Market survey")
        EXPERIENCE = "experience", _("Experience improvement")
        PROFILING = "profiling", _("Profiles and personalisation")
        SHARING = "sharing", _("Sharing")
        TRAINING = "training", _("Training of models")
        RECORDING = "recording", _("Recording")
        CONTACT = "contact", _("Ways of contact")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("Consent")
        SEPARATE = "separate_consent", _("Separate consent")
        CONTRACT = "contract", _("Contract")
        STATUTE = "statute", _("Legal duty")
        EMERGENCY = "emergency", _("Emergency")
        PUBLISHED = "published", _("Published by the person")
        CHOICE = "choice", _("Choice of the customer")

    class Rule(models.TextChoices):
        ALWAYS = "always", _("Without asking")
        OPT_IN = "opt_in", _("Only after a yes")
        OPT_OUT = "opt_out", _("Until a no")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = BilingualField(verbose_name=_("name"))
    plain = BilingualField(verbose_name=_("in plain words"), multiline=True)
    means = BilingualField(verbose_name=_("how it is done"), multiline=True)
    without = BilingualField(verbose_name=_("what a no means"), multiline=True)
    group = models.CharField(_("group"), max_length=12, choices=Group)
    basis = models.CharField(_("legal basis"), max_length=20, choices=Basis)
    articles = models.CharField(_("articles"), max_length=120, help_text=_("PIPL 13 and GDPR 6, each with its item"))
    rule = models.CharField(_("without an answer"), max_length=8, choices=Rule)
    is_necessary = models.BooleanField(_("necessary for the service"), default=False)
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds of data"), default=list)
    classes = ArrayField(models.CharField(max_length=2), verbose_name=_("classes of data"), default=list)
    channel = models.CharField(_("channel"), max_length=12, blank=True, default="")
    pipl_sensitive = models.BooleanField(_("uses sensitive data"), default=False)
    needs_assessment = models.BooleanField(_("needs an impact assessment"), default=False)
    assessment = models.CharField(_("impact assessment"), max_length=60, blank=True, default="")
    retention = models.CharField(_("retention rule"), max_length=40, blank=True, default="")
    retention_words = BilingualField(verbose_name=_("how long it is kept"))
    valid_days = models.PositiveIntegerField(_("a yes holds for days"), null=True, blank=True)
    terms = models.CharField(max_length=64, blank=True, default="", editable=False)
    place = models.PositiveSmallIntegerField(_("place"), default=0)
    active_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    class Meta:
        verbose_name = _("purpose")
        verbose_name_plural = _("purposes")
        ordering = ["place", "code"]
        constraints = [
            models.CheckConstraint(
                name="privacy_sensitive_asks_separately",
                condition=Q(pipl_sensitive=False) | Q(basis__in=["separate_consent", "contract", "statute"]),
            ),
            models.CheckConstraint(
                name="privacy_assessed_before_use",
                condition=Q(needs_assessment=False) | Q(active_at=None) | ~Q(assessment=""),
            ),
            models.CheckConstraint(
                name="privacy_necessary_is_always", condition=Q(is_necessary=False) | Q(rule="always")
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class PrivacyNotice(Row):
    """One version of what the bank tells people about their data, in both languages. Once published it never changes.

    `words` holds the sections ({code: {zh, en}}), `purposes` what it says of each purpose, with the fingerprint of
    its terms; both are frozen when it is proposed. `digest` is the SHA-256 of all that in canonical JSON.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    version = models.PositiveIntegerField(_("version"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    words = models.JSONField(_("sections"), default=dict)
    purposes = models.JSONField(_("purposes"), default=list)
    digest = models.CharField(_("fingerprint"), max_length=64, blank=True, default="")
    made_at = models.DateTimeField(_("drafted at"), default=clock.now)
    made_by = models.CharField(_("drafted by"), max_length=60)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-version"]
        permissions = [
            ("watch_privacy", "May see purposes, consents, disclosures and refusals"),
            ("write_notice", "May draft privacy notices"),
            ("approve_notice", "May agree to publishing a privacy notice"),
            ("prove_consent", "May export the proof of a customer's consents"),
            ("record_consent", "May record a customer's choice on their behalf"),
            ("manage_disclosures", "May keep the register of disclosures and processors"),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Consent(Row):
    """One decision of one person on one purpose: never changed, never removed while the law wants it kept.

    Of somebody who has not said who they are there is only `visitor`; whose it became is told by ChoiceLink.
    """

    class Decision(models.TextChoices):
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    class How(models.TextChoices):
        CLICK = "click", _("Tap")
        VOICE = "voice", _("Spoken")
        PAPER = "paper", _("On paper")
        LAPSE = "lapse", _("By the passing of time")

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("customer")
    )
    visitor = classified(models.UUIDField(_("visitor"), null=True), TOKEN)
    purpose = models.ForeignKey(
        Purpose, models.PROTECT, related_name="+", db_index=False, verbose_name=_("purpose")
    )  # fmt: skip
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    notice = models.ForeignKey(
        PrivacyNotice, models.PROTECT, null=True, related_name="+", verbose_name=_("notice")
    )  # fmt: skip
    terms = models.CharField(max_length=64, blank=True, default="")
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds of data"), default=list)
    door = models.CharField(_("door"), max_length=20)
    how = models.CharField(_("how"), max_length=8, choices=How)
    evidence = models.CharField(_("scan or recording"), max_length=120, blank=True, default="")
    guardian = classified(EncryptedTextField(_("guardian"), blank=True, default=""), PERSONAL)
    language = models.CharField(_("language"), max_length=2, default="zh")
    by = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("at"), default=clock.now)
    expires_at = models.DateTimeField(_("holds until"), null=True)
    receipt = models.CharField(_("receipt"), max_length=24, unique=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["customer", "purpose", "-at"], condition=Q(customer__isnull=False), name="privacy_consent_of"
            ),
            models.Index(
                fields=["visitor", "purpose", "-at"], condition=Q(visitor__isnull=False), name="privacy_consent_visitor"
            ),
            models.Index(fields=["purpose", "at"], name="privacy_consent_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="privacy_consent_of_one", condition=Q(customer__isnull=True) ^ Q(visitor__isnull=True)
            ),
            models.CheckConstraint(
                name="privacy_yes_to_a_notice", condition=~Q(decision="given") | Q(notice__isnull=False)
            ),
            models.CheckConstraint(
                name="privacy_paper_has_a_scan", condition=~Q(how="paper") | ~Q(evidence="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.receipt


class ConsentState(Row):
    """What holds now: one row for each person and purpose that ever had an answer. Made anew from Consent."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("customer")
    )
    visitor = classified(models.UUIDField(_("visitor"), null=True), TOKEN)
    purpose = models.ForeignKey(
        Purpose, models.PROTECT, related_name="states", db_index=False, verbose_name=_("purpose")
    )  # fmt: skip
    decision = models.CharField(_("decision"), max_length=10, choices=Consent.Decision)
    terms = models.CharField(max_length=64)
    decided_at = models.DateTimeField(_("since"))
    expires_at = models.DateTimeField(_("holds until"), null=True)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("state of a consent")
        verbose_name_plural = _("states of consents")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "purpose"], condition=Q(customer__isnull=False), name="privacy_state_once"
            ),
            models.UniqueConstraint(
                fields=["visitor", "purpose"], condition=Q(visitor__isnull=False), name="privacy_state_visitor_once"
            ),
        ]
        indexes = [
            models.Index(fields=["purpose", "decision", "customer"], name="privacy_state_purpose"),
            models.Index(
                fields=["expires_at"],
                condition=Q(decision="given", expires_at__isnull=False),
                name="privacy_state_expiring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.id}"


class ChoiceLink(Row):
    """From when until when the choices of a visitor, or of a customer who was merged, count as this customer's.

    Of a device that several people use, each has what was chosen after their own sign-in (`covers_from`, `until`).
    """

    visitor = classified(models.UUIDField(_("visitor"), null=True), TOKEN)
    other = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, related_name="+", verbose_name=_("merged customer")
    )
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    link = models.UUIDField(null=True, unique=True)
    covers_from = models.DateTimeField(_("choices from"), null=True)
    until = models.DateTimeField(_("choices until"), null=True)
    joined_at = models.DateTimeField(_("joined at"), default=clock.now)
    separated_at = models.DateTimeField(_("separated at"), null=True)

    class Meta:
        verbose_name = _("joined choices")
        verbose_name_plural = _("joined choices")
        indexes = [models.Index(fields=["visitor"], name="privacy_link_visitor")]
        constraints = [
            models.UniqueConstraint(
                fields=["other", "customer"], condition=Q(other__isnull=False, separated_at=None),
                name="privacy_link_merged_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class NoticeShown(Row):
    """A person was shown a version of the notice: who, where, in which language, when. Once for each version."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, related_name="+", verbose_name=_("customer")
    )
    visitor = classified(models.UUIDField(_("visitor"), null=True), TOKEN)
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="+", verbose_name=_("notice"))
    door = models.CharField(_("door"), max_length=20)
    language = models.CharField(_("language"), max_length=2)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("notice shown")
        verbose_name_plural = _("notices shown")
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "notice"], condition=Q(visitor__isnull=False), name="privacy_shown_visitor_once"
            ),
            models.UniqueConstraint(
                fields=["customer", "notice"], condition=Q(customer__isnull=False), name="privacy_shown_customer_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class AskPolicy(Row):
    """How long nobody is asked again after a no; a line without a purpose is for all that have none of their own."""

    purpose = models.OneToOneField(
        Purpose, models.CASCADE, null=True, blank=True, related_name="ask_policy", verbose_name=_("purpose")
    )
    cool_down_days = models.PositiveIntegerField(_("days without asking"), default=90)

    class Meta:
        verbose_name = _("rule for asking")
        verbose_name_plural = _("rules for asking")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(purpose=None), name="privacy_one_usual_ask_policy"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose or '*'} {self.cool_down_days}"


class Asked(Row):
    """Somebody was asked for a consent in a session: not twice."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, related_name="+", verbose_name=_("customer")
    )
    visitor = classified(models.UUIDField(_("visitor"), null=True), TOKEN)
    purpose = models.ForeignKey(Purpose, models.CASCADE, related_name="+", verbose_name=_("purpose"))
    session = classified(models.CharField(_("session"), max_length=64), TOKEN)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("question asked")
        verbose_name_plural = _("questions asked")
        constraints = [models.UniqueConstraint(fields=["session", "purpose"], name="privacy_asked_once_a_session")]
        indexes = [models.Index(fields=["at"], name="privacy_asked_at")]

    def __str__(self) -> str:
        return str(self.id)
