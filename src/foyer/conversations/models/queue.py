"""Where conversations wait for a person, and the promises made there."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField


def both_languages() -> list[str]:
    return ["zh", "en"]


class Queue(Row):
    """A line at the bank's counter: who serves it, how soon, and when it is open."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = BilingualField(_("name"))
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    skills = models.ManyToManyField("staff.Skill", blank=True, related_name="+", verbose_name=_("skills needed"))
    languages = ArrayField(models.CharField(max_length=2), default=both_languages, verbose_name=_("languages"))
    topics = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True, verbose_name=_("topics"),
        help_text=_("Conversations about these topics come here."),
    )  # fmt: skip
    is_default = models.BooleanField(_("default queue"), default=False)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    calendar = models.ForeignKey(
        "base.Calendar", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opening hours"),
        help_text=_("Empty: always open."),
    )  # fmt: skip
    standard_seconds = models.PositiveIntegerField(_("answer target (seconds)"), default=20)
    standard_target = models.FloatField(
        _("service level target"), default=0.8, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    is_pushed = models.BooleanField(
        _("assign at once"), default=False, help_text=_("Agents are given conversations without taking them first.")
    )
    no_take_seconds = models.PositiveIntegerField(_("time to take (seconds)"), default=30)
    answer_seconds = models.PositiveIntegerField(_("time to answer (seconds)"), default=120)
    relax_seconds = models.PositiveIntegerField(
        _("widen the search after (seconds)"), default=120,
        help_text=_("After this wait, skills and language are wished for and no longer required."),
    )  # fmt: skip
    inactivity_remind_seconds = models.PositiveIntegerField(_("remind after silence (seconds)"), default=300)
    inactivity_close_seconds = models.PositiveIntegerField(_("close after reminder (seconds)"), default=300)
    out_of_hours_text = BilingualField(_("out-of-hours text"), blank=True, multiline=True)

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(is_default=True), name="queue_one_default_a_unit"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def as_json(self) -> dict[str, Any]:
        return {"id": str(self.id), "code": self.code, "name": str(self.name)}
