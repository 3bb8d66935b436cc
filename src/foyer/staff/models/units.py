"""The organisation tree. Invariant: `path` is the parent's path plus the unit's own id, so a subtree is one prefix.

The unique column also gets a prefix index from Django, which `LIKE` uses.
"""

from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.staff.time_zones import check_time_zone


class Unit(Row):
    """An organisation unit 机构."""

    class Kind(models.TextChoices):
        HEAD_OFFICE = "head_office", _("Head office")
        BRANCH = "branch", _("Branch")
        OUTLET = "outlet", _("Outlet")
        TEAM = "team", _("Team")

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name = BilingualField(verbose_name=_("name"))
    code = models.SlugField(_("code"), max_length=40, unique=True)
    path = models.TextField(_("path"), unique=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai", validators=[check_time_zone])

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="staff_unit_root_is_head_office",
                condition=models.Q(parent=None, kind="head_office")
                | (models.Q(parent__isnull=False) & ~models.Q(kind="head_office")),
            ),
            models.CheckConstraint(
                name="staff_unit_path_ends_with_itself",
                condition=models.Q(
                    path__endswith=Concat(
                        models.Value("/"),
                        Cast("id", models.TextField()),
                        models.Value("/"),
                        output_field=models.TextField(),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def depth(self) -> int:
        """How far below head office; 0 for head office itself."""
        return self.path.count("/") - 2

    def contains(self, other: "Unit") -> bool:
        """Whether `other` is this unit or anywhere below it."""
        return other.path.startswith(self.path)
