"""Telling the trail of every change in the back office, whoever's register it was made in.

Django notes each addition, change and deletion of a register (LogEntry); from that note comes the entry, in the same
transaction. Which fields changed, with keyed digests of before and after, is gathered while the request saves: a digest
proves later what the value was to somebody who knows it, and tells nothing to anybody else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index
from foyer.staff.acts import ADDED, CHANGED, DELETED, PERMISSIONS_CHANGED, ROLES_CHANGED
from foyer.staff.models import User

PLACE = "/admin/"
PURPOSE = "audit.value"
KINDS = {ADDITION: ADDED, CHANGE: CHANGED, DELETION: DELETED}
SILENT = {"last_login", "search", "search_keys"}


@dataclass
class Gathered:
    """What one request has changed so far: for each row the fields, and digests of before and after."""

    rows: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    members: dict[str, dict[str, set[str]]] = field(default_factory=dict)


_gathered: ContextVar[Gathered | None] = ContextVar("foyer_back_office", default=None)


@sync_and_async_middleware
def watch_back_office(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Gather what a change in the back office writes."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> Any:
            with _gathering(request):
                return await get_response(request)

        return later

    def now(request: HttpRequest) -> Any:
        with _gathering(request):
            return get_response(request)

    return now


@contextmanager
def _gathering(request: HttpRequest) -> Iterator[None]:
    is_change = request.method == "POST" and request.path.startswith(PLACE)
    token = _gathered.set(Gathered() if is_change else None)
    try:
        yield
    finally:
        _gathered.reset(token)


@receiver(pre_save, dispatch_uid="foyer.staff.admin.telling.before")
def gather_fields(sender: type[Model], instance: Model, raw: bool = False, **_signal: Any) -> None:
    found = _gathered.get()
    if found is None or raw or sender is LogEntry or sender._meta.app_label in ("sessions", "procrastinate"):
        return
    stored = None if instance._state.adding else sender._base_manager.filter(pk=instance.pk).first()
    if stored is None:
        return
    changed = found.rows.setdefault(_name(instance), {})
    for each in sender._meta.concrete_fields:
        before, after = (each.value_to_string(row) for row in (stored, instance))
        if before != after and each.name not in SILENT:
            changed[each.name] = [_digest(before), _digest(after)]


@receiver(m2m_changed, dispatch_uid="foyer.staff.admin.telling.members")
def gather_members(sender: Any, instance: Model, action: str, model: Any, pk_set: Any, **_signal: Any) -> None:
    """Roles of a user, permissions of a role: what came and what went, by name."""
    found = _gathered.get()
    if found is None or action not in ("post_add", "post_remove", "pre_clear"):
        return
    which = "added" if action == "post_add" else "removed"
    told = found.members.setdefault(_name(instance), {"added": set(), "removed": set()})
    rows = model.objects.filter(pk__in=pk_set) if pk_set is not None else ()
    told[which] |= {getattr(row, "codename", None) or getattr(row, "name", None) or str(row.pk) for row in rows}


@receiver(post_save, sender=LogEntry, dispatch_uid="foyer.staff.admin.telling.noted")
def tell(instance: LogEntry, created: bool, **_signal: Any) -> None:
    """One note of a register, one entry."""
    if not created or instance.content_type is None:
        return
    model = instance.content_type.model_class()
    name = f"{instance.content_type.app_label}.{instance.content_type.model}:{instance.object_id}"
    found = _gathered.get() or Gathered()
    by = Actor("staff", instance.user_id)
    changed, members = found.rows.pop(name, {}), found.members.pop(name, {})
    audit.record(KINDS[instance.action_flag], by=by, on=_subject(model, name), fields=tuple(changed), details=changed)
    moved = {which: sorted(names) for which, names in members.items()}
    if any(moved.values()) and model in (User, Group):
        kind, changed_field = (ROLES_CHANGED, "groups") if model is User else (PERMISSIONS_CHANGED, "permissions")
        audit.record(kind, by=by, on=_subject(model, name), fields=(changed_field,), details=moved)


def _subject(model: Any, name: str) -> str:
    """A user or customer is named as everywhere else, any other row by its table."""
    label, _, identifier = name.partition(":")
    short = {"staff.user": "user", "customers.customer": "customer", "staff.unit": "unit", "auth.group": "role"}
    return f"{short.get(label, label)}:{identifier}"


def _name(row: Model) -> str:
    return f"{row._meta.app_label}.{row._meta.model_name}:{row.pk}"


def _digest(value: str) -> str:
    return blind_index(value, PURPOSE)[:16] if value else ""
