"""Looking customers up: by the words of their name, a tail, or a number. Only among those the colleague may see."""

from typing import Any

from foyer.customers import masking
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
    return [_row(customer) for customer in found.order_by("number")[:limit]]


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
