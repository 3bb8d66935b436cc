"""Whose an alert is until somebody takes it: a role, or one colleague, written "@username". The rule says so.

It falls to the security administrators where the owner could not judge it: unknown, without the right, or the very one
it is about.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from foyer.security.models import Alert
from foyer.staff import queries as staff
from foyer.staff.roles import ROLES, role_name, roles_of

USUAL, TRIAGE = "security_administrator", "security.triage_alerts"


def is_owner(said: str) -> bool:
    """Whether a rule may name this: a role of the bank, or somebody by their user name."""
    return said in ROLES or (said.startswith("@") and 1 < len(said) <= 151)


def route(owner: str, about: Any) -> tuple[str, Any]:
    """The owner as it is kept, and the colleague it is given to at once where one is named."""
    if not owner.startswith("@"):
        return owner, None
    person = staff.user_named(owner[1:])
    if person is None or not person.is_active or not person.has_perm(TRIAGE) or (about and about.pk == person.pk):
        return USUAL, None
    return owner, person


def mine(user: Any) -> Q:
    """Given to me, or to nobody yet and of one of my roles; never one about me."""
    of_my_roles = Q(assignee=None, owner__in=owners_of(user))
    return (Q(assignee=user) | of_my_roles) & ~Q(user=user)


def owners_of(user: Any) -> list[str]:
    """The owners that are this colleague."""
    return [*roles_of(user), f"@{user.username}"]


def count_mine(user: Any) -> int:
    """How many new alerts wait for me. One query."""
    return Alert.objects.filter(mine(user), state="new").count()


def name_of(owner: str) -> str:
    """The owner in words."""
    if owner.startswith("@"):
        person = staff.user_named(owner[1:])
        return str(person) if person is not None else owner
    return role_name(owner)


def choices() -> list[tuple[str, str]]:
    """Every role and colleague who could own a rule, with what they are called."""
    people = list(staff.permitted(TRIAGE).prefetch_related("groups"))
    roles = {role for person in people for role in roles_of(person)}
    return [*((role, role_name(role)) for role in ROLES if role in roles),
            *((f"@{person.username}", str(person)) for person in people)]  # fmt: skip
