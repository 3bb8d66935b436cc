"""The back office of this room: what operators change here, a second person agrees to."""

from foyer.privacy.access import admin as access  # noqa: F401
from foyer.privacy.consents import admin as consents  # noqa: F401
from foyer.privacy.recipients import admin as recipients  # noqa: F401
from foyer.privacy.retention import admin as retention  # noqa: F401
