"""The small cast the whole house knows: an agent and their supervisor in one branch, a stranger in another."""

from dataclasses import dataclass, fields

from foyer.staff.models import Unit, User
from foyer.staff.tests.factories import UnitFactory, UserFactory


@dataclass(frozen=True)
class Cast:
    head_office: Unit
    branch: Unit
    outlet: Unit
    other_branch: Unit
    agent: User
    colleague: User
    supervisor: User
    stranger: User
    administrator: User


def bring_on() -> Cast:
    """Everyone on the stage, in their units."""
    head_office = UnitFactory(code="head-office")
    branch = UnitFactory(parent=head_office, code="branch-a")
    outlet = UnitFactory(parent=branch, kind="outlet", code="outlet-a1")
    other_branch = UnitFactory(parent=head_office, code="branch-b")
    return Cast(
        head_office=head_office,
        branch=branch,
        outlet=outlet,
        other_branch=other_branch,
        agent=UserFactory(username="agent", role="agent", unit=outlet),
        colleague=UserFactory(username="colleague", role="agent", unit=outlet),
        supervisor=UserFactory(username="supervisor", role="supervisor", unit=branch),
        stranger=UserFactory(username="stranger", role="supervisor", unit=other_branch),
        administrator=UserFactory(username="administrator", role="administrator", unit=head_office, is_staff=True),
    )


def called_back(cast: Cast) -> Cast:
    """The same people read anew, without what a test before may have left on the objects."""
    return Cast(**{one.name: _anew(getattr(cast, one.name)) for one in fields(cast)})


def _anew(row: Unit | User) -> Unit | User:
    return type(row).objects.get(pk=row.pk)
