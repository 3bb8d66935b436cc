"""The encryption keys, changed by two people: whoever runs the machine proposes, a colleague agrees in the back office.

Sealing everything again under the key there is changes no key and needs nobody. While nobody may agree to a change of
settings (a new installation), it is done at once and the trail says that nobody else was there.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto import caring
from foyer.staff import approvals
from foyer.staff import queries as staff

NEW, DESTROY, AGREES = "keys.new", "keys.destroy", "staff.approve_settings"
ALONE = audit.kind("keys.changed_alone", _("Changed an encryption key while nobody else could agree"))


def propose_new(*, purpose: str = "", by: Actor) -> str:
    """A new key for one purpose, or for all: its number where it is done at once; empty while it waits."""
    if _may_agree(by):
        approvals.propose(NEW, f"ring:{purpose}", {"key": "new"}, by=by)
        return ""
    audit.record(ALONE, by=by, on=NEW)
    return caring.new_key(by=by, purpose=purpose)


def propose_destroying(number: str, *, by: Actor) -> bool:
    """An old key goes for ever; whether it is gone already. What still needs it is asked when it is carried out."""
    if _may_agree(by):
        approvals.propose(DESTROY, number, {"state": "destroyed"}, by=by)
        return False
    audit.record(ALONE, by=by, on=DESTROY)
    caring.destroy(number, by=by)
    return True


def _may_agree(by: Actor) -> bool:
    others = staff.permitted(AGREES)
    return (others.exclude(pk=by.id) if by.is_staff and by.id else others).exists()


def _ring(_subject: str) -> dict[str, Any]:
    """A proposal is outdated when the ring has changed since."""
    return {"keys": ",".join(sorted(key.id for key in caring.state()))}


def _state_of(number: str) -> dict[str, Any]:
    found = next((key for key in caring.state() if key.id == number), None)
    return {"state": "none" if found is None else "writes" if found.is_current else "reads"}


@approvals.kind(NEW, permission=AGREES, current=_ring, name=_("New encryption key"))
def make(subject: str, _change: dict[str, Any], *, by: Actor) -> None:
    caring.new_key(by=by, purpose=subject.partition(":")[2])


@approvals.kind(DESTROY, permission=AGREES, current=_state_of, name=_("Destroy an encryption key"))
def destroy(subject: str, _change: dict[str, Any], *, by: Actor) -> None:
    caring.destroy(subject, by=by)
