"""The back office of this room. Its buttons call the same actions as every page; signing in goes through allauth."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from foyer.staff.admin import approvals, people, presence, roles, units

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

__all__ = ["approvals", "people", "presence", "roles", "units"]
