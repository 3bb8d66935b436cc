"""Words an agent need not type twice."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.conversations.variables import unknown_variables


class CannedResponse(Row):
    """A ready answer in both languages, found by `/` and its shortcut; without a unit it belongs to the whole bank."""

    shortcut = models.SlugField(_("shortcut"), max_length=40, help_text=_("Typed after / in English, e.g. hello."))
    shortcut_zh = models.CharField(_("Chinese shortcut"), max_length=40, blank=True, default="")
    title = BilingualField(_("title"))
    text = BilingualField(_("text"), multiline=True, help_text=_("Variables: {{customer}}, {{agent}}, {{bank}}."))
    unit = models.ForeignKey(
        "staff.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    used_count = models.PositiveIntegerField(_("times used"), default=0)

    class Meta:
        verbose_name = _("canned response")
        verbose_name_plural = _("canned responses")
        constraints = [
            models.UniqueConstraint(fields=["unit", "shortcut"], nulls_distinct=False, name="canned_shortcut_once")
        ]

    def __str__(self) -> str:
        return f"/{self.shortcut}"

    def clean(self) -> None:
        unknown = unknown_variables(f"{self.text.zh} {self.text.en}")
        if unknown:
            raise ValidationError({"text": _("Unknown variable: %(names)s") % {"names": ", ".join(unknown)}})
