"""The organisation tree and the skills."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foyer.staff import actions, queries
from foyer.staff.admin.shared import HoursInline, RegisterAdmin, me, user_of
from foyer.staff.models import Skill, Unit


@admin.register(Unit)
class UnitAdmin(RegisterAdmin):
    list_display = ("indented", "code", "kind", "people", "time_zone")
    list_filter = ("kind",)
    search_fields = ("code", "name__zh", "name__en")
    ordering = ("path",)
    fields = ("name", "code", "kind", "parent", "time_zone")
    inlines = (HoursInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return visible(request).annotate(member_count=Count("members"))

    @admin.display(description=_("Unit"), ordering="path")
    def indented(self, unit: Unit) -> str:
        return format_html("{}{}", "\u2003" * unit.depth, unit.name)

    @admin.display(description=_("People"))
    def people(self, unit: Any) -> int:
        return unit.member_count

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = visible(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Unit, form: ModelForm, change: bool) -> None:
        given = form.cleaned_data
        own = {name: given[name] for name in ("name", "code", "kind", "time_zone")}
        if not change:
            made = actions.open_unit(**own, parent=given["parent"], by=me(request))
            obj.pk, obj.path = made.pk, made.path
            obj._state.adding = False
            return
        parent, stored = given["parent"], Unit.objects.get(pk=obj.pk)
        if parent is not None and parent.pk != stored.parent_id:
            stored = actions.move_unit(stored, to=parent, by=me(request))
        actions.change_unit(stored, by=me(request), **own)

    def has_delete_permission(self, request: HttpRequest, obj: Unit | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or not obj.children.exists())


@admin.register(Skill)
class SkillAdmin(RegisterAdmin):
    list_display = ("code", "name", "holders_count")
    search_fields = ("code", "name__zh", "name__en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Skill]:
        return Skill.objects.annotate(holder_count=Count("holders"))

    @admin.display(description=_("People"))
    def holders_count(self, skill: Any) -> int:
        return skill.holder_count


def visible(request: HttpRequest) -> QuerySet[Unit]:
    """The units this person may see here; a superuser, who sets the house up, sees all."""
    return Unit.objects.all() if request.user.is_superuser else queries.visible_units(user_of(request))
