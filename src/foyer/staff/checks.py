"""What would be unsafe about this room's settings, told at start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from foyer.staff.roles import ROLES


@register("security")
def roles_of_the_second_factor_exist(**_options: Any) -> list[CheckMessage]:
    """A misspelt role would silently need no second factor."""
    unknown = [name for name in settings.FOYER_SECOND_FACTOR_ROLES if name not in (*ROLES, "*", "none")]
    hint = "The house's roles are: " + ", ".join(ROLES)
    return [
        Warning(f"FOYER_SECOND_FACTOR_ROLES names {name}, which is no role of the house.", hint, id="staff.W001")
        for name in unknown
    ]
