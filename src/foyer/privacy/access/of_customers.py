"""What the golden record lets one unmask, and the relations that the register of customers itself knows."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foyer.base.legends import CONTACT, DOCUMENT, FINANCE, PERSONAL, Legend
from foyer.customers.masking import MASKS
from foyer.customers.profile.one_value import full_value
from foyer.customers.profile.view import LABELS
from foyer.customers.visibility import visible_to
from foyer.privacy.access.subjects import unmaskable
from foyer.privacy.access.ties import Tie, relation

_LEGENDS: dict[str, Legend] = {
    **dict.fromkeys(("phone", "email", "wechat"), CONTACT),
    **dict.fromkeys(
        ("resident_id", "passport", "hkmo_permit", "foreign_id", "tax_id", "social_security", "other"), DOCUMENT
    ),
    "income": FINANCE,
}  # fmt: skip


def attributes() -> list[str]:
    """The attributes that are masked and stand in a profile."""
    return [attribute for attribute in MASKS if attribute in LABELS]


def portfolio(user: Any, customer_id: UUID) -> Iterator[Tie]:
    """Customers entrusted to this colleague."""
    if visible_to(user).filter(pk=customer_id, dedicated_agent=user.pk).exists():
        yield Tie(f"portfolio:{customer_id}", str(_("My portfolio")))


def outlet(user: Any, customer_id: UUID) -> Iterator[Tie]:
    """Customers of the very outlet in which this colleague works."""
    at_an_outlet = user.unit is not None and user.unit.kind == "outlet"
    if at_an_outlet and visible_to(user).filter(pk=customer_id, unit=user.unit).exists():
        yield Tie(f"outlet:{user.unit.pk}", str(user.unit))


def _read(attribute: str, customer_id: UUID, place: str) -> str:
    return full_value(customer_id, attribute, place)


for _attribute in attributes():
    unmaskable(
        f"customers.{_attribute}",
        name=LABELS[_attribute],
        legend=_LEGENDS.get(_attribute, PERSONAL),
        read=partial(_read, _attribute),
    )
relation("portfolio", name=_("Customer of my portfolio"), find=portfolio)
relation("outlet", name=_("Customer of my outlet"), find=outlet)
