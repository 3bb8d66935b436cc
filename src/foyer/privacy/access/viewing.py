"""Looking at a customer, masked: counted per role, and the first page a colleague's open values are drawn on again."""

from typing import Any

from foyer.customers.profile.view import when_viewed
from foyer.privacy.access import measures
from foyer.staff.roles import roles_of


@when_viewed
def count_view(user: Any) -> None:
    """A whole customer was shown to this colleague, at the desk or through the API: the denominator of M85."""
    measures.VIEWS.add(role=next(iter(roles_of(user)), ""))
