"""What Foyer keeps of its sources: the mapping in force, each run with its stage, each file that has landed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class RegisteredSource(Row):
    """The mapping in force for one source. Every run keeps the text it ran with: that is the history of mappings."""

    code = models.CharField(_("source"), max_length=40, unique=True)
    text = models.TextField(_("mapping file"))
    file = models.CharField(_("file"), max_length=400, blank=True, default="")
    at = models.CharField(_("folder"), max_length=400, blank=True, default="")
    changed_at = models.DateTimeField(_("changed at"), default=clock.now)
    changed_by = models.CharField(_("changed by"), max_length=60)
    due_at = models.DateTimeField(_("next run"), null=True, blank=True)
    disabled_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    disabled_by = models.CharField(_("switched off by"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = [models.Index(fields=["due_at"], condition=Q(disabled_at=None), name="customers_source_due")]

    def __str__(self) -> str:
        return self.code


class IntakeRun(Row):
    """One run of a source. `stage` is the one it is in, or stopped in; `plan` is what it set out to bring in.

    The row is never deleted: with the mapping's text (provider, contract, purpose, basis) it is the record of what was
    provided to the bank and when.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")

    class Stage(models.TextChoices):
        LAND = "land", _("land")
        CONVERT = "convert", _("convert")
        STORE = "store", _("check and store")
        RESOLVE = "resolve", _("resolve")
        PUBLISH = "publish", _("publish")
        DONE = "done", _("at its end")

    source = models.CharField(_("source"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.LAND)
    by = models.CharField(_("started by"), max_length=60)
    at = models.CharField(_("folder"), max_length=400, blank=True, default="")
    mapping = models.TextField(_("mapping file"))
    plan = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"), default=clock.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    resumed_count = models.PositiveIntegerField(_("times resumed"), default=0)
    problem = models.CharField(_("problem"), max_length=400, blank=True, default="")
    progress = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("intake run")
        verbose_name_plural = _("intake runs")
        indexes = [models.Index(fields=["source", "-started_at"], name="customers_run_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class LandedFile(Row):
    """One file, or one answer of a database or service, whose rows are in the lake as they came.

    `part` names its rows in the raw dataset. `stored_as` says how it was last converted and stored: when mapping,
    standard or a table it looks up has changed since, it is converted anew.
    """

    run = models.ForeignKey(IntakeRun, models.PROTECT, related_name="files", verbose_name=_("run"))
    source = models.CharField(_("source"), max_length=40)
    table = models.CharField(_("table"), max_length=40)
    name = models.CharField(_("name"), max_length=400)
    part = models.CharField(max_length=64)
    digest = models.CharField("SHA-256", max_length=64)
    mark = models.CharField(max_length=80, blank=True, default="")
    columns = models.JSONField(_("columns"), default=list)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    aside = models.PositiveBigIntegerField(_("lines set aside"), default=0)
    landed_at = models.DateTimeField(_("landed at"), default=clock.now)
    number = models.PositiveBigIntegerField(default=0, help_text=_("the order in which files landed"))
    watermark = models.CharField(_("watermark"), max_length=200, blank=True, default="")
    edge = models.JSONField(default=list, blank=True)
    is_current = models.BooleanField(default=True)
    stored_as = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("landed file")
        verbose_name_plural = _("landed files")
        constraints = [
            models.UniqueConstraint(fields=["source", "table", "part"], name="customers_landed_once"),
            models.UniqueConstraint(fields=["source", "table", "number"], name="customers_landed_order"),
        ]

    def __str__(self) -> str:
        return f"{self.source}.{self.table}: {self.name}"
