"""What reasoned access does by itself."""

from foyer.base.jobs import periodic
from foyer.privacy.access.recertifying import open_month


@periodic("privacy.open_recertifications", every_seconds=3600)
def open_recertifications() -> None:
    """The first relay of a new month opens its recertifications."""
    open_month()
