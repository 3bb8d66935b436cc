"""What is registered when this room starts: holders, keepers, explainers, jobs."""

from foyer.privacy.holders import customers, house, own
from foyer.privacy.requests import erasing, fulfilling, identity, measures, telling
from foyer.privacy.retention import holds, jobs
from foyer.privacy.retention import own as keepers

__all__ = [
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
    "telling",
]

house.declare()
