"""A source that is believed more than others is put to use by two people: what it says wins over what others say.

Whoever brings it puts it on the list; it stays switched off until a second person has agreed to how far it is believed.
Where nobody else may agree (a new installation) it is used at once, and the trail says so.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.customers.models import RegisteredSource
from foyer.customers.sources import registry
from foyer.customers.sources.reading import parse
from foyer.customers.sources.shapes import Source
from foyer.staff import approvals
from foyer.staff import queries as staff

USUAL = 50
KIND, AGREES = "customers.trusted_source", "staff.approve_settings"
ALONE = audit.kind("customers.source_trusted_alone", _("Used a trusted source while nobody else could agree"))


@transaction.atomic
def hold(source: Source, *, by: Actor) -> bool:
    """Switch off a source that was just put on the list, if it is believed more than usual; True when it now waits."""
    if max(source.trust.values(), default=USUAL) <= USUAL:
        return False
    others = staff.permitted(AGREES)
    if not (others.exclude(pk=by.id) if by.id else others).exists():
        audit.record(ALONE, by=by, on=f"source:{source.code}", fields=("trust",))
        return False
    registry.switch_off(source.code, by=by)
    approvals.propose(KIND, source.code, {**_told(source), "state": "on"}, by=by)
    return True


def _as_it_is(code: str) -> dict[str, Any]:
    row = RegisteredSource.objects.select_for_update().get(code=code)
    return {**_told(parse(row.text)), "state": "off" if row.disabled_at else "on"}


def _told(source: Source) -> dict[str, Any]:
    return {"trust": {name: int(rank) for name, rank in sorted(source.trust.items())}}


@approvals.kind(KIND, permission=AGREES, current=_as_it_is, name=_("Trusted source"))
def use(code: str, _change: dict[str, Any], *, by: Actor) -> None:
    """Switch it on."""
    registry.switch_on(code, by=by)
