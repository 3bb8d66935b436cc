"""What other rooms and the desk may ask of this room."""

from foyer.security.audit.reading import Line, Page, Question, State, one, recorded_within, search, state
from foyer.security.audit.verifying import numbers_between, verified_up_to
from foyer.security.detection.canaries import customers as canary_customers
from foyer.security.detection.canaries import is_canary
from foyer.security.detection.enforcing import (
    check_export,
    check_step_up,
    may_export,
    must_step_up,
    needs_second_person,
)

__all__ = [
    "Line",
    "Page",
    "Question",
    "State",
    "canary_customers",
    "check_export",
    "check_step_up",
    "is_canary",
    "may_export",
    "must_step_up",
    "needs_second_person",
    "numbers_between",
    "one",
    "recorded_within",
    "search",
    "state",
    "verified_up_to",
]
