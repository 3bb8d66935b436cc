"""Periodic work of consents."""

from foyer.base.jobs import periodic
from foyer.privacy.consents import asking, deciding
from foyer.privacy.recipients import finding


@periodic("privacy.lapse_consents", every_seconds=60)
def lapse_consents() -> None:
    """Say of consents whose time has passed that they are expired, some hundreds at a time."""
    deciding.lapse()


@periodic("privacy.forget_asked", every_seconds=3600)
def forget_asked() -> None:
    asking.forget_asked()


@periodic("privacy.find_recipients", every_seconds=600)
def find_recipients() -> None:
    """Whoever the house was configured to talk to since stands in the register of disclosures."""
    finding.enter()
