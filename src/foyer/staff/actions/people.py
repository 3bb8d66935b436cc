"""What changes about one user: skills, hours, preferences, and whether they may sign in."""

from collections.abc import Iterable
from datetime import time
from itertools import pairwise
from typing import NamedTuple

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction

from foyer.base import audit, live
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.staff.actions.presence import leave
from foyer.staff.acts import DEACTIVATED, REACTIVATED, SKILL_GIVEN, tell_roles
from foyer.staff.apart import check_apart
from foyer.staff.errors import HoursOverlap
from foyer.staff.events import UserDeactivated
from foyer.staff.models import Presence, Skill, Unit, User, UserSkill, WorkingHours


class Block(NamedTuple):
    """Working hours of one weekday (0 is Monday), in the owner's local time."""

    weekday: int
    start: time
    end: time


@transaction.atomic
def give_skill(user: User, skill: Skill, level: int, *, by: Actor) -> UserSkill:
    """Record how well a user knows a subject, 1 to 5; said again, it is corrected."""
    given, _made = UserSkill.objects.update_or_create(user=user, skill=skill, defaults={"level": level})
    audit.record(SKILL_GIVEN, by=by, on=f"user:{user.pk}", details={"skill": skill.code, "level": level})
    return given


@transaction.atomic
def set_working_hours(owner: User | Unit, blocks: Iterable[Block], *, by: Actor) -> list[WorkingHours]:
    """Replace the week of a user or unit. No blocks: a user follows their unit, a unit has no set hours."""
    week = sorted(Block(*block) for block in blocks)
    check_blocks(week)
    owner.hours.all().delete()
    field = "user" if isinstance(owner, User) else "unit"
    return WorkingHours.objects.bulk_create(WorkingHours(**{field: owner}, **block._asdict()) for block in week)


def check_blocks(week: list[Block]) -> None:
    """Refuse blocks of one day that overlap or run backwards."""
    if any(block.start >= block.end for block in week):
        raise HoursOverlap
    if any(a.weekday == b.weekday and b.start < a.end for a, b in pairwise(week)):
        raise HoursOverlap


@transaction.atomic
def give_roles(user: User, roles: Iterable[str], *, by: Actor) -> User:
    """Exactly these roles from now on; what the user follows asks again whether they may. Raises RolesApart."""
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted = set(roles)
    check_apart(wanted, is_superuser=user.is_superuser)
    before = set(user.groups.values_list("name", flat=True))
    if wanted == before:
        return user
    user.groups.set(Group.objects.filter(name__in=wanted))
    tell_roles(user, before, wanted, by=by)
    live.dismiss(Actor.staff(user))
    return user


@transaction.atomic
def set_preferences(user: User, *, language: str, time_zone: str, theme: str, by: Actor) -> User:
    """Language, time zone and theme, as the user likes them."""
    user.language, user.time_zone, user.theme = language, time_zone, theme
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language", "time_zone", "theme"])
    return user


@transaction.atomic
def deactivate(user: User, *, by: Actor) -> User:
    """Someone leaves the bank: no sign-in from now on, and every open session ends."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        return user
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    live.dismiss(Actor.staff(user))
    if Presence.objects.filter(user=user).exists():
        leave(user, by=by)
    audit.record(DEACTIVATED, by=by, on=f"user:{user.pk}")
    publish(UserDeactivated(user.pk, str(by)))
    return user


@transaction.atomic
def reactivate(user: User, *, by: Actor) -> User:
    """Someone comes back: they may sign in again."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(REACTIVATED, by=by, on=f"user:{user.pk}")
    return user
