"""What people decided about a use of a model; what the use is stands in the code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row


class AiUse(Row):
    """One line of the register: the switch, who answers for it, who approved it and until when."""

    code = models.SlugField(_("use"), max_length=40, unique=True)
    is_on = models.BooleanField(_("on"), default=True)
    switched_at = models.DateTimeField(_("switched at"), null=True)
    switched_by = models.CharField(_("switched by"), max_length=60, blank=True, default="")
    switch_reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    owner = models.CharField(_("who answers for it"), max_length=80, blank=True, default="")
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True, default="")
    approved_at = models.DateTimeField(_("approved at"), null=True)
    approved_model = models.CharField(_("approved model"), max_length=160, blank=True, default="")
    review_on = models.DateField(_("review on"), null=True)

    class Meta:
        verbose_name = _("use of a model")
        verbose_name_plural = _("uses of models")
        permissions = [
            ("see_register", "May see the register of models"),
            ("stop_model", "May stop the use of a model at once"),
            ("answer_for_model", "May propose to start, approve and review uses of models"),
            ("approve_model", "May agree to start and approve uses of models"),
        ]

    def __str__(self) -> str:
        return self.code
