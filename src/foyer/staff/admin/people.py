"""Users: made, corrected, given roles and skills, and let go."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, QuerySet
from django.forms import CharField, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from foyer.base import live
from foyer.base.actors import Actor
from foyer.staff import actions
from foyer.staff.admin.held import HeldForApproval
from foyer.staff.admin.shared import HoursInline, RegisterAdmin, each, me, user_of
from foyer.staff.admin.units import visible
from foyer.staff.apart import check_apart
from foyer.staff.errors import RolesApart
from foyer.staff.models import User, UserSkill
from foyer.staff.roles import role_name
from foyer.staff.sign_in import linking
from foyer.staff.sign_in.sessions import end_all


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "email", "display_name", "employee_no", "unit")


class UserForm(UserChangeForm):
    provider_number = CharField(
        label=_("Number at the bank's provider (sub)"), required=False, max_length=linking.LONGEST,
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "provider_number" in self.fields:
            self.fields["provider_number"].initial = linking.number_of(self.instance)

    def clean_provider_number(self) -> str:
        """One number is one person's."""
        number: str = self.cleaned_data["provider_number"].strip()
        if number and linking.is_taken(number, self.instance):
            raise ValidationError(_("This number is already a colleague's."))
        return number

    def clean(self) -> dict[str, Any]:
        """Administrator, security administrator and auditor are three different people."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        groups = given.get("groups", self.instance.groups.all() if self.instance.pk else ())
        try:
            check_apart(
                (group.name for group in groups),
                is_superuser=given.get("is_superuser", self.instance.is_superuser),
            )
        except RolesApart as refusal:
            raise ValidationError(f"{refusal.message} {refusal.mend}") from refusal
        return given


class SkillInline(TabularInline):
    model = UserSkill
    fields = ("skill", "level")
    extra = 0
    tab = True


@admin.register(User)
class UserAdmin(HeldForApproval, DjangoUserAdmin, RegisterAdmin):
    held_fields = ("groups", "is_staff", "is_superuser")
    form, add_form, change_password_form = UserForm, NewUserForm, AdminPasswordChangeForm
    list_display = ("username", "display_name", "unit", "role_names", "is_active", "last_login")
    list_filter = ("is_active", "groups", "is_staff")
    list_select_related = ("unit",)
    search_fields = ("username", "display_name", "email", "employee_no")
    ordering = ("username",)
    autocomplete_fields = ("unit",)
    filter_horizontal = ()
    formfield_overrides = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}
    readonly_fields = ("is_active", "last_login", "date_joined")
    inlines = (SkillInline, HoursInline)
    actions = ("deactivate", "reactivate", "sign_out_everywhere")
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name", "employee_no", "email", "unit")}),
        (_("Service"), {"fields": ("languages", "capacity")}),
        (_("Preferences"), {"fields": ("language", "time_zone", "theme")}),
        (_("Permissions"), {"fields": ("groups", "is_staff", "is_superuser", "is_active", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "email", "display_name", "employee_no", "unit", "password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = User.objects.prefetch_related("groups")
        if request.user.is_superuser:
            return users
        return users.filter(Q(unit__in=visible(request)), is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The provider's number is asked for where there is a provider."""
        shown = super().get_fieldsets(request, obj)
        if obj is None or not linking.is_offered():
            return shown
        return (*shown, (_("The bank's provider"), {"fields": ("provider_number",)}))

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes a superuser, and nobody raises themselves."""
        if not request.user.is_superuser:
            return (*self.readonly_fields, "is_superuser", *(("groups", "is_staff") if obj == request.user else ()))
        return self.readonly_fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["queryset"] = visible(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("Roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(role_name(group.name) for group in user.groups.all())

    @admin.action(description=_("Deactivate: no sign-in, all sessions end"), permissions=["change"])
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        others = users.exclude(pk=user_of(request).pk)
        self._done(request, each(request, others, lambda user: actions.deactivate(user, by=me(request))))

    @admin.action(description=_("Reactivate"), permissions=["change"])
    def reactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._done(request, each(request, users, lambda user: actions.reactivate(user, by=me(request))))

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._done(request, each(request, users, lambda user: end_all(user, by=me(request))))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What they may follow may have changed: their streams ask again."""
        super().save_related(request, form, formsets, change)
        if "provider_number" in form.cleaned_data and linking.is_offered():
            linking.link(form.instance, form.cleaned_data["provider_number"], by=me(request))
        live.dismiss(Actor.staff(form.instance))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """People who did something stay in the record; they are deactivated."""
        return False

    @staticmethod
    def _done(request: HttpRequest, count: int) -> None:
        messages.success(request, ngettext("Done for %d user.", "Done for %d users.", count) % count)
