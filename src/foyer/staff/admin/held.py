"""Changes in the back office that a second person must agree to.

    @admin.register(Queue)
    class QueueAdmin(HeldForApproval, ModelAdmin):
        held_fields = ("capacity", "rest_seconds")      # () holds every field of the form
        held_permission = "staff.approve_settings"

Saving such a register proposes the held fields as one change (`staff.approvals`), shown with its difference beside the
data as it is, and saves only the others. Whoever holds the permission, and is not the maker, carries it out. A new row
is made with the held fields at their defaults, and what was typed into them is proposed.

While nobody but the maker could agree (the first administrator of a new installation), the change is made at once and
the trail says that nobody else was there: docs/security.md, "The first administrator".
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.staff import approvals, queries
from foyer.staff.approvals.registry import plain

ALONE = audit.kind("staff.changed_alone", _("Changed a setting while nobody else could agree"))
CARRIED_OUT = audit.kind("staff.changed_by_two", _("Changed a setting that two people agreed to"))


class HeldForApproval:
    """A mix-in before `ModelAdmin`. The kind of change is named after the table, as "settings.conversations.queue"."""

    held_fields: tuple[str, ...] = ()
    held_permission = "staff.approve_settings"
    model: Any

    def __init__(self, model: Any, admin_site: Any) -> None:
        super().__init__(model, admin_site)  # type: ignore[call-arg]  # a mix-in
        hold(model, self.held_permission, self.held_fields)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Take the held fields out of the form: they keep the value they have."""
        held = [name for name in form.fields if name in form.cleaned_data and self._is_held(name)]
        wanted = {name: form.cleaned_data[name] for name in held if name in form.changed_data}
        vars(request)["foyer_held"] = {name: as_json(value) for name, value in wanted.items()}
        for name in wanted:
            form.cleaned_data[name] = present(form.instance, name)
            if not _is_many(form.instance, name):
                setattr(form.instance, name, _stored(form.instance, name, change))
        return super().save_form(request, form, change)  # type: ignore[misc]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once the rest is saved, propose what was held."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        wanted = vars(request).get("foyer_held") or {}
        if wanted:
            self._propose(request, form.instance, wanted)

    def _propose(self, request: HttpRequest, row: Any, wanted: dict[str, Any]) -> None:
        by = Actor.staff(request.user)
        if not somebody_else(self.held_permission, request.user):
            with transaction.atomic():
                apply(row, wanted)
                audit.record(ALONE, by=by, on=_subject(row), fields=tuple(wanted))
            messages.warning(request, _("Done at once: nobody else may agree to such changes yet. The trail notes it."))
            return
        try:
            approvals.propose(code_of(type(row)), str(row.pk), wanted, by=by)
        except Refusal as refusal:
            messages.error(request, f"{refusal.message} {refusal.mend}".strip())
            return
        messages.success(request, _("Proposed. A second person must agree before this change is made."))

    def _is_held(self, name: str) -> bool:
        return not self.held_fields or name in self.held_fields


def hold(model: Any, permission: str, fields: tuple[str, ...] = ()) -> None:
    """Declare the kind of change for a table; its proposals are judged against these fields, or against all."""

    def current(subject: str) -> dict[str, Any]:
        row = model._default_manager.select_for_update().get(pk=subject)
        every = [field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)]
        return {name: as_json(present(row, name)) for name in fields or every if name not in NEVER}

    def carry_out(subject: str, change: dict[str, Any], *, by: Actor) -> None:
        row = model._default_manager.get(pk=subject)
        apply(row, change)
        audit.record(CARRIED_OUT, by=by, on=_subject(row), fields=tuple(change))

    approvals.kind(
        code_of(model), permission=permission, current=current, apply=carry_out, name=model._meta.verbose_name
    )


NEVER = frozenset({"password", "secret", "old_secret", "last_login"})
"""Never kept in a proposal; what changes by itself must not make one outdated."""


def apply(row: Any, change: dict[str, Any]) -> None:
    """Write a change to its row; checked like any other, and whoever must hear of it hears by the usual signals."""
    many = {name: value for name, value in change.items() if _is_many(row, name)}
    single = {name: value for name, value in change.items() if name not in many}
    for name, value in single.items():
        field = row._meta.get_field(name)
        setattr(row, field.attname, field.to_python(value))
    if single:
        row.full_clean(exclude=[field.name for field in row._meta.concrete_fields if field.name not in single])
        row.save(update_fields=list(single))
    for name, value in many.items():
        getattr(row, name).set(_rows_for(row._meta.get_field(name).related_model, value))


def somebody_else(permission: str, maker: Any) -> bool:
    """Whether anybody but the maker could agree."""
    return queries.permitted(permission).exclude(pk=maker.pk).exists()


def code_of(model: Any) -> str:
    return f"settings.{model._meta.label_lower}"


def present(row: Any, name: str) -> Any:
    """What the row has now, in the form the form gives it."""
    if _is_many(row, name):
        return _all_of(row, name) if row.pk and not row._state.adding else []
    field = row._meta.get_field(name)
    if row._state.adding:
        return field.get_default()
    return getattr(type(row)._default_manager.only(field.attname).get(pk=row.pk), field.attname)


def as_json(value: Any) -> Any:
    """A form's value as a proposal keeps it; of rows the names that a reader knows, in order."""
    if isinstance(value, models.Model):
        return plain({"value": value.pk})["value"]
    if isinstance(value, Bilingual):
        return value.as_json()
    if isinstance(value, models.QuerySet | list | tuple | set):
        items = [_word_for(item) if isinstance(item, models.Model) else item for item in value]
        has_rows = any(isinstance(item, models.Model) for item in value)
        return plain({"value": sorted(items) if has_rows else items})["value"]
    return plain({"value": value})["value"]


def _word_for(row: models.Model) -> str:
    """Roles and permissions by name, anything else by its key."""
    if isinstance(row, Permission):
        return f"{row.content_type.app_label}.{row.codename}"
    return row.name if isinstance(row, Group) else str(row.pk)


def _rows_for(model: Any, words: list[str]) -> Any:
    """The rows that `_word_for` named."""
    if model is Group:
        return Group.objects.filter(name__in=words)
    if model is Permission:
        whole = Concat("content_type__app_label", Value("."), "codename")
        return Permission.objects.alias(whole=whole).filter(whole__in=words)
    return model._default_manager.filter(pk__in=words)


def _stored(row: Any, name: str, change: bool) -> Any:
    value = present(row, name)
    field = row._meta.get_field(name)
    return field.remote_field.model._default_manager.filter(pk=value).first() if field.is_relation and value else value


def _all_of(row: Any, name: str) -> list[Any]:
    rows = getattr(row, name).all()
    return list(rows.select_related("content_type") if rows.model is Permission else rows)


def _is_many(row: Any, name: str) -> bool:
    return bool(row._meta.get_field(name).many_to_many)


def _subject(row: Any) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
