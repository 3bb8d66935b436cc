"""What the registers of this room share: scope by unit, and refusals shown as a sentence."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BaseInlineFormSet, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import ModelAdmin, TabularInline

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.registers import ToBeRead
from foyer.staff.actions.people import Block, check_blocks
from foyer.staff.models import User, WorkingHours


def me(request: HttpRequest) -> Actor:
    """Whoever clicked."""
    return Actor.staff(request.user)


def user_of(request: HttpRequest) -> User:
    """The signed-in user, as ours."""
    assert isinstance(request.user, User)  # noqa: S101  the back office is behind sign-in
    return request.user


class RegisterAdmin(ModelAdmin):
    """A register whose saving may be refused; the refusal is shown and nothing is changed."""

    list_per_page = 50
    show_full_result_count = False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, f"{refusal.message} {refusal.mend}".strip())
            return redirect(request.get_full_path())


class ReadOnlyAdmin(ToBeRead, RegisterAdmin):
    """A log or a state: read, never edited by hand."""


class HoursFormSet(BaseInlineFormSet):
    """Refuses a week whose blocks overlap, by the same rule as everywhere."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form.cleaned_data for form in self.forms if (form.is_valid() and form.has_changed()) or form.instance.pk
        ]
        week = [Block(row["weekday"], row["start"], row["end"]) for row in rows if row and not row.get("DELETE")]
        try:
            check_blocks(sorted(week))
        except Refusal as refusal:
            raise ValidationError(f"{refusal.message} {refusal.mend}") from refusal


class HoursInline(TabularInline):
    model = WorkingHours
    formset = HoursFormSet
    fields = ("weekday", "start", "end")
    extra = 0
    tab = True


def each(request: HttpRequest, rows: Any, verb: Any) -> int:
    """Call an action for each selected row; a refusal stops none of the others. Returns how many were done."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                verb(row)
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{row}: {refusal.message} {refusal.mend}".strip())
    return done
