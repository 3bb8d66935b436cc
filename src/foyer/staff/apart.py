"""Three administrators, three people 三权分立: who runs the house, who watches over it, who reads what was done.

Nobody may be two of them. A superuser counts as administrator, and being one opens nothing that belongs to the other
two: what only they hold in the table of roles, even a superuser does not. The database refuses too (security 0001).
"""

from collections.abc import Iterable
from functools import cache

from foyer.staff.errors import RolesApart
from foyer.staff.roles import ROLES

ADMINISTRATORS = ("administrator", "security_administrator", "auditor")


def check_apart(roles: Iterable[str], *, is_superuser: bool = False) -> None:
    """Refuse roles that may not meet in one person."""
    held = {role for role in roles if role in ADMINISTRATORS} | ({"administrator"} if is_superuser else set())
    if len(held) > 1:
        raise RolesApart


@cache
def beyond_superusers() -> frozenset[str]:
    """The permissions of this kind: those about security that the table gives to others than the administrator."""
    others = {line for role, row in ROLES.items() if role != "administrator" for line in row.permissions}
    return frozenset(line for line in others - set(ROLES["administrator"].permissions) if line.startswith("security."))
