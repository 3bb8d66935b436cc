"""Masked values on the desk: the value, and the eye that asks for it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foyer.base.templatetags.foyer import icon
from foyer.privacy.access.recertifying import DIRECT, SUPERUSER
from foyer.privacy.access.subjects import name_of
from foyer.privacy.access.unmasking import PERMISSION
from foyer.privacy.consents import doors
from foyer.staff.roles import role_name

register = template.Library()
HIDDEN = "*"


@register.simple_tag
def masked_value(customer: Any, subject: str, value: Any, place: str = "") -> SafeString:
    """A value as it is shown; the script puts the full one in its place while it may be seen."""
    if HIDDEN not in str(value):
        return format_html("{}", value or "–")
    return format_html('<span data-masked="{}">{}</span>', _key(customer, subject, place), value)


@register.simple_tag(takes_context=True)
def eye(context: Any, customer: Any, subject: str, value: Any, place: str = "") -> SafeString:
    """The button that asks why, for whoever may unmask; nothing beside a value that hides nothing."""
    request = context.get("request")
    if HIDDEN not in str(value) or request is None or not request.user.has_perm(PERMISSION):
        return SafeString("")
    label = _("Show %(value)s") % {"value": name_of(subject)}
    return format_html(
        '<button class="eye" type="button" data-eye="{}" data-customer="{}" data-subject="{}" data-place="{}" '
        'title="{}">'
        '{}<span class="eye-left" data-left hidden></span></button>',
        _key(customer, subject, place), customer, subject, place, label, icon("eye", label),
    )  # fmt: skip


def _key(customer: Any, subject: str, place: str) -> str:
    return f"{customer}|{subject}|{place}"


@register.filter
def door_name(door: str) -> str:
    """Where a customer said something, in words."""
    return doors.name_of(door)


@register.filter
def held_role(role: str) -> str:
    """A role, a permission given directly, or everything, in words."""
    if role == SUPERUSER:
        return _("Everything (superuser)")
    return role.removeprefix(DIRECT) if role.startswith(DIRECT) else role_name(role)
