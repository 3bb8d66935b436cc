"""One who signs in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row
from foyer.staff.time_zones import check_time_zone


class Language(models.TextChoices):
    """The languages of the house, in their own names."""

    CHINESE = "zh", "中文"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


def chinese_only() -> list[str]:
    return [Language.CHINESE.value]


class UserManager(BaseUserManager["User"]):
    """Finds users by name without regard to case, and makes them."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        fields["email"] = self.normalize_email(fields.get("email"))
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(Row, AbstractBaseUser, PermissionsMixin):
    """A member of the bank's staff 员工."""

    username = models.CharField(_("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    email = models.EmailField(_("e-mail"), blank=True)
    display_name = models.CharField(_("full name"), max_length=80, blank=True)
    employee_no = models.CharField(_("employee number"), max_length=30, unique=True, null=True, blank=True)
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("unit")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.CHINESE)
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, validators=[check_time_zone], help_text=_("Empty: that of the unit.")
    )
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language), verbose_name=_("serves in"), default=chinese_only
    )
    capacity = models.PositiveSmallIntegerField(
        _("conversations at once"), default=3, validators=[MaxValueValidator(50)]
    )
    skills = models.ManyToManyField("staff.Skill", through="staff.UserSkill", verbose_name=_("skills"))
    is_staff = models.BooleanField(_("may open the back office"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        permissions = [
            ("serve_customers", "May be given conversations"),
            ("watch_team", "May watch the work of the unit and its agents"),
            ("set_presence_of_others", "May set another's presence"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="staff_user_one_username"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="staff_user_one_email"),
            models.CheckConstraint(condition=models.Q(capacity__lte=50), name="staff_user_capacity_is_human"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Being superuser opens nothing that belongs to the security administrator and the auditor."""
        from foyer.staff.apart import beyond_superusers

        return not (self.is_superuser and perm in beyond_superusers()) and super().has_perm(perm, obj)

    @property
    def zone(self) -> str:
        """The time zone to show times in: their own, or their unit's."""
        from django.conf import settings

        return self.time_zone or (self.unit.time_zone if self.unit else settings.TIME_ZONE)
