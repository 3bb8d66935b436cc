"""The states of a request and the verbs between them: one table, tested as such."""

from foyer.privacy.errors import NotNow
from foyer.privacy.models import SubjectRequest

State = SubjectRequest.State
CLOSED = frozenset({State.DONE, State.REFUSED, State.WITHDRAWN})
TABLE: dict[str, dict[State, State]] = {
    "identify": {State.RECEIVED: State.IDENTIFIED},
    "take": {State.IDENTIFIED: State.IN_WORK, State.IN_WORK: State.IN_WORK},
    "put_back": {State.IN_WORK: State.IDENTIFIED},
    "propose": {State.IDENTIFIED: State.APPROVAL, State.IN_WORK: State.APPROVAL},
    "decline": {State.APPROVAL: State.IN_WORK},
    "begin": {State.IDENTIFIED: State.FULFILLING, State.IN_WORK: State.FULFILLING, State.APPROVAL: State.FULFILLING},
    "stumble": {State.FULFILLING: State.IN_WORK},
    "complete": {State.FULFILLING: State.DONE},
    "refuse": {
        State.RECEIVED: State.REFUSED,
        State.IDENTIFIED: State.REFUSED,
        State.IN_WORK: State.REFUSED,
        State.APPROVAL: State.REFUSED,
    },
    "withdraw": {
        State.RECEIVED: State.WITHDRAWN,
        State.IDENTIFIED: State.WITHDRAWN,
        State.IN_WORK: State.WITHDRAWN,
        State.APPROVAL: State.WITHDRAWN,
    },
    "extend": {one: one for one in (State.RECEIVED, State.IDENTIFIED, State.IN_WORK, State.APPROVAL)},
}
"""verb: from → to."""


def after(state: str, verb: str) -> State:
    """Where a verb leads. Raises NotNow where it leads nowhere from here."""
    try:
        return TABLE[verb][State(state)]
    except KeyError:
        raise NotNow(state=state, verb=verb) from None


def verbs_of(state: str) -> set[str]:
    """What can be done in a state."""
    return {verb for verb, ways in TABLE.items() if State(state) in ways}
