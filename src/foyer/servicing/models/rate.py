"""The bank's rates as it published them: what a calculator may say, and nothing else."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField


class Rate(Row):
    """One rate of one product for one term: its version, the day it holds from, and where it is published."""

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("Deposit")
        LOAN = "loan", _("Loan")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    code = models.SlugField(_("product"), max_length=40)
    name = BilingualField(verbose_name=_("name"))
    months_from = models.PositiveSmallIntegerField(_("months from"), default=1)
    months_to = models.PositiveSmallIntegerField(_("months to"), default=360)
    percent = models.DecimalField(_("per cent a year"), max_digits=7, decimal_places=4)
    version = models.CharField(_("version"), max_length=20)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("published in"), max_length=120)

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["kind", "code", "months_from", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "months_from", "valid_from"], name="servicing_rate_once"
            ),
            models.CheckConstraint(
                condition=Q(months_to__gte=F("months_from"), percent__gt=0), name="servicing_rate_makes_sense"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.months_from}-{self.months_to}: {self.percent} %"
