"""Stewards' decisions teach the matching model: once a day if there are enough new ones, or when a colleague asks."""

from __future__ import annotations

from foyer.base.actors import SYSTEM, Actor
from foyer.base.jobs import job, periodic
from foyer.customers.identity import queries
from foyer.customers.identity.errors import NothingToLearnFrom

ENOUGH = 20
"""So many decisions since the newest model make another one worth learning."""


@periodic("customers.learn_from_decisions", every_seconds=24 * 3600)
def notice_decisions() -> None:
    if queries.live_model() and queries.decisions_since_training() >= ENOUGH:
        retrain.later()


@job("customers.retrain", attempts=2)
def retrain(by: str = "") -> None:
    """Learn anew; a model that is no better than the live one on what stewards decided is kept and refused."""
    from foyer.base.engine import open_engine
    from foyer.customers.identity import retraining

    with open_engine() as engine:
        retraining.retrain(engine, by=Actor.parse(by) if by else SYSTEM)


def start(*, by: Actor) -> None:
    """A colleague wants the model to learn now; a job process does it. Refused before the first run of a source."""
    if queries.live_model() is None:
        raise NothingToLearnFrom
    retrain.later(by=str(by))
