"""Everything that changes something in this room."""

from foyer.staff.actions.people import (
    deactivate,
    give_roles,
    give_skill,
    reactivate,
    set_preferences,
    set_working_hours,
)
from foyer.staff.actions.presence import keep_seen, leave, set_presence, sweep_away, touch_presence
from foyer.staff.actions.units import change_unit, move_unit, open_unit

__all__ = [
    "change_unit",
    "deactivate",
    "give_roles",
    "give_skill",
    "keep_seen",
    "leave",
    "move_unit",
    "open_unit",
    "reactivate",
    "set_preferences",
    "set_presence",
    "set_working_hours",
    "sweep_away",
    "touch_presence",
]
