"""Copying is noticed: how often and how much, never what."""

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.privacy.access import acts


def copied(*, count: int, characters: int, page: str, by: Actor) -> None:
    """Something was copied from a page with customer data; detection reads these counts from the trail."""
    audit.record(acts.COPIED, by=by, details={"count": count, "characters": characters, "page": page})
