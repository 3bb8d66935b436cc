"""How the register of assets is read: flows and news by name instead of by code."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

from foyer.privacy.consents.kinds import KINDS


def way(flow: str) -> str:
    """ "in:contact" as it is read: an arrow, and what flows."""
    direction, _colon, what = flow.partition(":")
    return f"{'←' if direction == 'in' else '→'} {_named(what)}"


def _named(what: str) -> str:
    """A kind of data, or the room that data goes to."""
    if what in KINDS:
        return str(KINDS[what].name)
    room = apps.app_configs.get(what)
    return str(room.verbose_name) if room else what


def what_is_new(asset: Any, what: str) -> str:
    """ "table:customers.Customer.phone: C1 -> C2" as "Customers · phone: C1 → C2"; the asset's name where it is new."""
    rest = what.removeprefix(asset.code).lstrip(".: ")
    if not rest:
        return str(asset.name)
    field, colon, change = rest.partition(": ")
    return f"{asset.name} · {_field(asset.code, field)}{colon}{change.replace('->', '→')}"


KINDS_OF_SUBJECT = {
    "purpose": _("Purpose"), "source": _("Source"), "model": _("Model"),
}  # fmt: skip


def subject_kind(subject: str) -> str:
    """What an impact assessment is about: "purpose:profiling" as "Purpose"."""
    kind = subject.partition(":")[0]
    return str(KINDS_OF_SUBJECT.get(kind, kind))


def _field(code: str, name: str) -> str:
    """What a field of a table is called; its own name where it is no field."""
    try:
        return str(apps.get_model(code.removeprefix("table:"))._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
