"""The tables of this room; private to it. One module per idea."""

from foyer.privacy.models.access import *  # noqa: F403
from foyer.privacy.models.consents import *  # noqa: F403
from foyer.privacy.models.contacting import *  # noqa: F403
from foyer.privacy.models.recipients import *  # noqa: F403
from foyer.privacy.models.releases import *  # noqa: F403
from foyer.privacy.models.requests import *  # noqa: F403
from foyer.privacy.models.retention import *  # noqa: F403
