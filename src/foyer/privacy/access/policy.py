"""How long, how often, and with whose agreement a role may unmask: the bank's lines, or else these.

Of several roles the one with the largest budget counts, as a whole. A line for one value goes before the role's own.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from foyer.privacy.models import AccessRule
from foyer.staff.roles import roles_of

GLASS_LASTS = timedelta(minutes=30)
GLASS_REVIEWED_WITHIN = timedelta(hours=24)
RECERTIFIED_WITHIN = timedelta(days=14)
CAREFUL_TIERS = ("private",)


@dataclass(frozen=True)
class Rule:
    """What holds for one role and one kind of value."""

    role: str
    seconds: int = 300
    daily_budget: int = 20
    daily_limit: int = 60
    second_person: str = "careful"


USUAL: dict[str, Rule] = {
    "agent": Rule("agent", daily_budget=20, daily_limit=40),
    "supervisor": Rule("supervisor", daily_budget=30, daily_limit=60),
    "lobby_manager": Rule("lobby_manager", daily_budget=20, daily_limit=40),
    "relationship_manager": Rule("relationship_manager", daily_budget=30, daily_limit=60),
    "data_steward": Rule("data_steward", seconds=600, daily_budget=40, daily_limit=80),
    "compliance": Rule("compliance", seconds=600, daily_budget=40, daily_limit=80),
}
OTHERS = Rule("", daily_budget=5, daily_limit=10, second_person="always")


def rule_for(user: Any, subject: str) -> Rule:
    """The rule of the user's strongest role for this value. One query."""
    held = roles_of(user)
    lines = {(line.role, line.subject): line for line in AccessRule.objects.filter(role__in=held)}
    found = [_rule(role, subject, lines) for role in held if role in USUAL or (role, "") in lines]
    return max(found, key=lambda rule: rule.daily_budget, default=OTHERS)


def wants_second_person(rule: Rule, customer: Any, subject: str, used: int) -> bool:
    """Whether somebody else must agree first."""
    if rule.second_person == "always":
        return True
    if rule.second_person == "never":
        return False
    is_over = used >= rule.daily_budget
    return is_over or (rule.second_person == "careful" and customer.tier in CAREFUL_TIERS)


def _rule(role: str, subject: str, lines: dict[tuple[str, str], AccessRule]) -> Rule:
    line = lines.get((role, subject)) or lines.get((role, ""))
    if line is None:
        return USUAL[role]
    return Rule(role, line.seconds, line.daily_budget, line.daily_limit, line.second_person)
