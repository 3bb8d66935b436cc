"""Each month the head of a unit decides who keeps what: a line for each role and direct permission of each colleague.

A role that is taken away is gone at once. Nobody decides over their own; the head of the unit above does.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from foyer.base import audit, clock, clocks, live
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.text import Bilingual
from foyer.privacy.access import acts, policy
from foyer.privacy.access.errors import NoSuchLine, NoSuchRecertification, OwnRoles, RecertificationClosed
from foyer.privacy.models import Recertification, RecertificationLine
from foyer.staff import queries as staff

PERMISSION = "privacy.recertify"
CLOCK = "privacy.recertification"
SUPERUSER = "superuser"
DIRECT = "permission:"
Decision = RecertificationLine.Decision


def open_month(on: date | None = None) -> int:
    """Open this month's for every unit whose people hold anything; returns how many are new. Repeating adds none."""
    month = (on or timezone.localtime(clock.now()).date()).replace(day=1)
    done = set(Recertification.objects.filter(month=month).values_list("unit_id", flat=True))
    people = staff.holding_roles()
    units = {user.unit.pk: user.unit for user in people if user.unit and user.unit.pk not in done}
    for unit in units.values():
        _open(unit, month, [user for user in people if user.unit_id == unit.pk])
    return len(units)


@transaction.atomic
def decide(line_id: UUID | str, decision: str, *, by: Actor) -> RecertificationLine:
    """Keep or remove one role. Deciding the same again changes nothing; removing takes the role away now."""
    line = _line(line_id, by)
    if line.decision == decision:
        return line
    _settle(line, decision, by)
    _close_if_done(line.recertification)
    return line


@transaction.atomic
def keep_the_rest(recertification_id: UUID | str, *, by: Actor) -> int:
    """Keep every role that is not decided yet, but one's own; returns how many. Another unit's: not found."""
    row = Recertification.objects.filter(pk=recertification_id).first()
    if row is None or not staff.is_visible(_head(by), row.unit_id):
        raise NoSuchRecertification
    undecided = RecertificationLine.objects.filter(recertification__id=recertification_id, decision="")
    undecided = undecided.exclude(user=by.id)
    lines = [_line(pk, by) for pk in undecided.values_list("pk", flat=True)]
    for line in lines:
        _settle(line, Decision.KEEP, by)
    if lines:
        _close_if_done(lines[0].recertification)
    return len(lines)


@transaction.atomic
def _open(unit: Any, month: date, people: list[Any]) -> None:
    clocks.define(
        CLOCK, name=Bilingual("权限复核时限", "Recertification of access"), calendar=clocks.always(),
        seconds=int(policy.RECERTIFIED_WITHIN.total_seconds()), warn_before=[3 * 24 * 3600],
    )  # fmt: skip
    due = clock.now() + policy.RECERTIFIED_WITHIN
    row, is_new = Recertification.objects.get_or_create(unit=unit, month=month, defaults={"due_at": due})
    if not is_new:
        return
    clocks.start(CLOCK, _subject(row))
    RecertificationLine.objects.bulk_create(
        RecertificationLine(
            recertification=row, user=user, role=role, permissions_count=count, last_used_at=user.last_login
        )
        for user in people
        for role, count in _held(user)
    )  # fmt: skip


def _held(user: Any) -> list[tuple[str, int]]:
    roles = [(group.name, len(group.permissions.all())) for group in user.groups.all()]
    direct = [(f"{DIRECT}{one.content_type.app_label}.{one.codename}", 1) for one in user.user_permissions.all()]
    return [*roles, *direct, *([(SUPERUSER, 0)] if user.is_superuser else [])]


def _line(line_id: UUID | str, by: Actor) -> RecertificationLine:
    head = _head(by)
    lines = RecertificationLine.objects.select_for_update(of=("self",)).select_related("user", "recertification__unit")
    line = lines.filter(pk=line_id).first()
    if line is None or not staff.is_visible(head, line.recertification.unit_id):
        raise NoSuchLine
    if line.user_id == head.pk:
        raise OwnRoles
    if line.recertification.closed_at is not None:
        raise RecertificationClosed
    return line


def _head(by: Actor) -> Any:
    """The colleague who decides, if they may."""
    head = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if head is None or not head.is_active or not head.has_perm(PERMISSION):
        raise Forbidden
    return head


def _settle(line: RecertificationLine, decision: str, by: Actor) -> None:
    line.decision, line.decided_by_id, line.decided_at = Decision(decision).value, by.id, clock.now()
    line.save(update_fields=["decision", "decided_by", "decided_at"])
    if decision == Decision.REMOVE:
        _take_away(line.user, line.role)
    audit.record(
        acts.RECERTIFIED, by=by, on=f"staff:{line.user_id}",
        details={"role": line.role, "decision": decision, "month": f"{line.recertification.month:%Y-%m}"},
    )  # fmt: skip


def _take_away(user: Any, role: str) -> None:
    if role == SUPERUSER:
        user.is_superuser = False
        user.save(update_fields=["is_superuser"])
    elif role.startswith(DIRECT):
        app, codename = role.removeprefix(DIRECT).split(".")
        user.user_permissions.remove(
            *Permission.objects.filter(content_type__app_label=app, codename=codename)
        )  # fmt: skip
    else:
        user.groups.remove(*Group.objects.filter(name=role))
    live.dismiss(Actor.staff(user))


def _close_if_done(row: Recertification) -> None:
    if row.lines.filter(decision="").exists():
        return
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    clocks.stop(_subject(row))


def _subject(row: Recertification) -> str:
    return f"privacy.recertification:{row.pk}"


@clocks.on_due(CLOCK)
def remind(due: clocks.Due) -> None:
    """Three days before the end, and at the end: tell those who have not decided; then it stands late in the report."""
    row = Recertification.objects.select_related("unit").get(pk=due.subject.removeprefix("privacy.recertification:"))
    for head in staff.permitted(PERMISSION).select_related("unit"):
        if head.unit and row.unit.path.startswith(head.unit.path):
            live.publish(f"staff:{head.pk}", "access", {"what": "recertify", "id": str(row.pk)})
