"""What customers may want, the words it is asked in, and the models that were trained on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField

LONGEST = 300


class Lang(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Intent(Row):
    """One thing that customers want. A retired one stays with its phrasings and is not learned from."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = BilingualField(_("name"))
    description = BilingualField(_("description"), blank=True, multiline=True)
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("intent")
        verbose_name_plural = _("intents")
        permissions = [
            ("train_intents", "Can train a reader of intents and propose it"),
            ("promote_intents", "Can let a trained reader of intents go live"),
        ]

    def __str__(self) -> str:
        return str(self.name) or self.code


class IntentPhrasing(Row):
    """One way of asking for it. `key` is the text without what does not matter, so that nothing is learned twice."""

    class Origin(models.TextChoices):
        WRITTEN = "written", _("Written")
        IMPORTED = "imported", _("Imported")
        CORRECTION = "correction", _("A colleague's correction")

    intent = models.ForeignKey(Intent, models.PROTECT, related_name="phrasings", verbose_name=_("intent"))
    lang = models.CharField(_("language"), max_length=2, choices=Lang)
    text = models.CharField(_("text"), max_length=LONGEST)
    key = models.CharField(max_length=64, editable=False)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.WRITTEN)
    added_by = models.CharField(_("added by"), max_length=60)
    added_at = models.DateTimeField(_("added at"), default=clock.now)

    class Meta:
        verbose_name = _("phrasing of an intent")
        verbose_name_plural = _("phrasings of intents")
        constraints = [models.UniqueConstraint(fields=["intent", "key"], name="intent_phrasing_once")]

    def __str__(self) -> str:
        return self.text


class PhrasingMeaning(Row):
    """A phrasing as one encoder sees it. Vectors of two encoders are never compared, so each row names its own."""

    phrasing = models.ForeignKey(IntentPhrasing, models.CASCADE, related_name="meanings")
    encoder = models.CharField(_("encoder"), max_length=120)
    vector = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("meaning of a phrasing")
        verbose_name_plural = _("meanings of phrasings")
        constraints = [models.UniqueConstraint(fields=["phrasing", "encoder"], name="one_meaning_an_encoder")]


class IntentVersion(Row):
    """A trained reader of intents: what it was trained on and by whom, what it is worth, where its file is."""

    class State(models.TextChoices):
        TRAINING = "training", _("being trained")
        FAILED = "failed", _("failed")
        REFUSED = "refused", _("refused")
        READY = "ready", _("ready")
        LIVE = "live", _("live")
        FORMER = "former", _("live before")

    number = models.PositiveIntegerField(_("number"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRAINING)
    report = models.JSONField(_("report"), default=dict, blank=True)
    why = models.JSONField(_("why it was refused"), default=list, blank=True)
    path = models.CharField(_("file"), max_length=200, blank=True, default="")
    sha256 = models.CharField(_("digest"), max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(_("bytes"), default=0)
    progress = models.ForeignKey("base.Progress", models.SET_NULL, null=True, blank=True, related_name="+")
    trained_by = models.CharField(_("trained by"), max_length=60)
    trained_at = models.DateTimeField(_("trained at"), default=clock.now)
    promoted_by = models.CharField(_("let go live by"), max_length=60, blank=True, default="")
    promoted_at = models.DateTimeField(_("live since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of the reader of intents")
        verbose_name_plural = _("versions of the reader of intents")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="live"), name="one_reader_of_intents_is_live"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="training"), name="one_reader_of_intents_is_trained"
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class Correction(Row):
    """A colleague says what a customer's words were about. The words are masked before they are kept."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for review")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="+")
    message_id = models.UUIDField(_("message"), unique=True)
    intent = models.ForeignKey(Intent, models.PROTECT, related_name="+", verbose_name=_("intent"))
    read_as = models.CharField(_("read as"), max_length=60, blank=True, default="")
    lang = models.CharField(_("language"), max_length=2, choices=Lang)
    text = classified(EncryptedTextField(_("masked words")), FREE_TEXT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    by = models.CharField(_("said by"), max_length=60)
    at = models.DateTimeField(_("said at"), default=clock.now)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("correction of an intent")
        verbose_name_plural = _("corrections of intents")
        indexes = [models.Index(fields=["state", "at"], name="assistant_correction_waits")]

    def __str__(self) -> str:
        return self.text
