"""Looking customers up: by the words of their name, a tail, or a number. Only among those the colleague may see."""

from typing import Any

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index
from foyer.customers import masking
from foyer.customers.acts import SEARCHED
from foyer.customers.profile import golden as gold
from foyer.customers.profile.search import keys_of_question
from foyer.customers.visibility import visible_to

MOST = 20


def find(user: Any, text: str, limit: int = MOST) -> list[dict[str, Any]]:
    """Customers that answer every word of `text`, masked; none for an empty question. One query."""
    asked = keys_of_question(text)
    if not asked:
        return []
    found = visible_to(user).filter(merged_into=None)
    for choices in asked:
        found = found.filter(search_keys__overlap=choices)
    rows = [_row(customer) for customer in found.order_by("number")[:limit]]
    _tell(user, text, len(rows))
    return rows


def _tell(user: Any, text: str, hits: int) -> None:
    """That somebody searched and how many answered; of what was written only a keyed digest."""
    digest = blind_index(text, "audit.search")[:16]
    audit.record(SEARCHED, by=Actor.staff(user), on=f"search:{digest}", details={"hits": hits, "letters": len(text)})


def _row(customer: Any) -> dict[str, Any]:
    return {
        "id": str(customer.id),
        "number": customer.number,
        "kind": customer.kind,
        "name": masking.masked_name(customer.name),
        "phone": masking.masked_phone(customer.phone or gold.value(customer.golden, "phone")),
        "tier": customer.tier,
        "unit": str(customer.unit) if customer.unit else None,
        "quality": customer.quality,
    }
