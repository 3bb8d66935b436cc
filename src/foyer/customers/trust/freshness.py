"""Whether a sign-in is so fresh that it is itself the proof: the code came back a moment ago, in this very browser.

Codes are sent at most once a minute, so whoever signs in and at once asks for their copy would have to wait for another
that proves nothing more. A sign-in by other means (the bank's own app) is not taken for a code.
"""

from datetime import timedelta

from foyer.base import clock
from foyer.base.crypto import blind_indexes
from foyer.customers.codes import digest
from foyer.customers.models import PHONE, Customer, CustomerSession, SignInCode

FRESH = timedelta(minutes=2)
TOGETHER = timedelta(seconds=10)
"""Within which a used code and the sign-in it opened lie."""


def is_fresh(customer: Customer, token: str) -> bool:
    """Whether this browser's sign-in began less than two minutes ago with a code sent to the customer's phone."""
    if not token or not customer.phone:
        return False
    begun = CustomerSession.objects.filter(
        customer=customer, token_hash=digest(token), revoked_at=None, created_at__gt=clock.now() - FRESH
    ).values_list("created_at", flat=True)
    if not begun:
        return False
    used = SignInCode.objects.filter(phone_index__in=blind_indexes(str(customer.phone), PHONE))
    return used.filter(used_at__range=(begun[0] - TOGETHER, begun[0] + TOGETHER)).exists()
