"""What a user is good at, for routing and learning."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField


class Skill(Row):
    """A subject that a conversation can ask for 技能."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = BilingualField(verbose_name=_("name"))

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.name)


class UserSkill(Row):
    """How well one user knows one subject: 1 learning … 5 teaches others."""

    user = models.ForeignKey("staff.User", models.CASCADE, related_name="skill_levels", verbose_name=_("user"))
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="holders", verbose_name=_("skill"))
    level = models.PositiveSmallIntegerField(
        _("level"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    class Meta:
        verbose_name = _("skill of a user")
        verbose_name_plural = _("skills of users")
        ordering = ["skill__code"]
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="staff_userskill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="staff_userskill_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level}"
