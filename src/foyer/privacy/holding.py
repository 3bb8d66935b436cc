"""What is registered when this room starts: holders, keepers, explainers, jobs."""

from foyer.privacy import reaching
from foyer.privacy.holders import customers, house, own
from foyer.privacy.recipients import carrying
from foyer.privacy.requests import erasing, fulfilling, identity, measures, telling
from foyer.privacy.retention import holds, jobs
from foyer.privacy.retention import own as keepers

__all__ = [
    "carrying",
    "customers",
    "erasing",
    "fulfilling",
    "holds",
    "house",
    "identity",
    "jobs",
    "keepers",
    "measures",
    "own",
    "reaching",
    "telling",
]

house.declare()
