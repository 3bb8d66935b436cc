"""A read that met a sealed value of another row is told to the trail, after the request that failed on it."""

from __future__ import annotations

import sys
from typing import Any

import structlog
from django.db import transaction

from foyer.base.actors import SYSTEM
from foyer.base.crypto.checking import finding_of, record
from foyer.base.crypto.sealing import Moved, NotBound

log = structlog.get_logger(__name__)


def after_a_request(**_given: Any) -> None:
    """For Django's signal `got_request_exception`: what the request did is undone by now."""
    problem = sys.exc_info()[1]
    if isinstance(problem, (Moved, NotBound)):
        tell(problem)


@transaction.atomic
def tell(problem: Moved | NotBound) -> None:
    """Names the table, the column and the row, and where the value came from."""
    table, _, column = problem.context.partition(".")
    log.error("sealed_value_moved", table=table, column=column, row=str(problem.row))
    record(finding_of(problem, table, column, problem.row), by=SYSTEM)
