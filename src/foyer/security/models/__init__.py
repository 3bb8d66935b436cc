"""The tables of this room; private to it. One module per idea."""

from foyer.security.models.audit import *  # noqa: F403
from foyer.security.models.detection import *  # noqa: F403
from foyer.security.models.drills import *  # noqa: F403
from foyer.security.models.risks import *  # noqa: F403
