"""What this room remembers, by noun."""

from foyer.staff.models.approvals import ApprovalRequest, ApprovalStep
from foyer.staff.models.hours import WorkingHours
from foyer.staff.models.presence import Presence, PresenceChange
from foyer.staff.models.roles import RoleGrant
from foyer.staff.models.skills import Skill, UserSkill
from foyer.staff.models.units import Unit
from foyer.staff.models.users import User

__all__ = [
    "ApprovalRequest",
    "ApprovalStep",
    "Presence",
    "PresenceChange",
    "RoleGrant",
    "Skill",
    "Unit",
    "User",
    "UserSkill",
    "WorkingHours",
]
