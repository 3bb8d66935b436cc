"""What this room can tell detection: that nothing was open between a colleague and the customer they looked at."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foyer.privacy.access.glass import open_glass
from foyer.privacy.access.ties import ties_of
from foyer.security.audit.subjects import customers_of
from foyer.security.detection.traits import Seen, trait
from foyer.staff import queries as staff


@trait("no_relation", _("Nothing was open between the two"))
def has_no_relation(entries: list[Seen]) -> set[UUID]:
    """Neither a tie nor broken glass, which is reviewed by itself. Asked once for each pair."""
    known = customers_of(entry.customer for entry in entries if entry.customer)
    pairs: dict[tuple[UUID, UUID], bool] = {}
    found: set[UUID] = set()
    for entry in entries:
        customer = known.get(entry.customer) if entry.customer else None
        if customer is None or entry.actor_id is None:
            continue
        pair = (entry.actor_id, customer)
        if pair not in pairs:
            pairs[pair] = _is_unrelated(*pair)
        if pairs[pair]:
            found.add(entry.pk)
    return found


def _is_unrelated(user_id: UUID, customer: UUID) -> bool:
    user = staff.user_by_id(user_id)
    return user is not None and not ties_of(user, customer) and open_glass(user, customer) is None
