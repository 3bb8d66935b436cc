"""Periodic work of releases."""

from foyer.base.jobs import periodic
from foyer.privacy.deid import releasing


@periodic("privacy.end_releases", every_seconds=3600)
def end_releases() -> None:
    """Released data sets whose time has come: their key and their file go."""
    releasing.end_those_due()
