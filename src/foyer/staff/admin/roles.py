"""Roles: what each may do. New rows of the table in `roles.py` arrive by themselves; a bank may add and take away."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foyer.staff.admin.held import HeldForApproval
from foyer.staff.admin.shared import RegisterAdmin
from foyer.staff.apart import ADMINISTRATORS, beyond_superusers
from foyer.staff.permission_names import permission_name
from foyer.staff.roles import ROLES, role_name

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(HeldForApproval, GroupAdmin, RegisterAdmin):
    held_fields = ("permissions",)
    list_display = ("name", "spoken", "people")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return Group.objects.annotate(member_count=Count("user"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django calls them groups; here they are roles."""
        return super().changelist_view(request, {"title": _("Roles"), **(extra_context or {})})

    @admin.display(description=_("Role"))
    def spoken(self, group: Group) -> str:
        return role_name(group.name)

    @admin.display(description=_("People"))
    def people(self, group: Any) -> int:
        return group.member_count

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """The house's own roles keep their names, by which the table finds them."""
        return ("name",) if obj and obj.name in ROLES else ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        """What belongs to the security administrator and the auditor goes to no other role, by whoever's hand."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions" and field is not None:
            names = [line.removeprefix("security.") for line in beyond_superusers()]
            field.queryset = field.queryset.exclude(content_type__app_label="security", codename__in=names)
            field.label_from_instance = permission_name
        return field

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """The two roles that watch over administrators are not changed by them."""
        watching = set(ADMINISTRATORS) - {"administrator"}
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in watching)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in ROLES)
