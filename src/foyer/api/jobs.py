"""Sweeping what is no longer needed."""

from foyer.api import allowance
from foyer.base.jobs import periodic


@periodic("api.purge_allowances", every_seconds=600)
def purge_allowances() -> None:
    allowance.purge()
