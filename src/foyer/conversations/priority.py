"""Who is served sooner: a table of weights. A point is a head start in the line, so nobody waits for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from foyer.conversations.models import Conversation

HEAD_START = timedelta(seconds=60)

# What the customer's words show (see `actions.concerns`), the gravest first: the first that was noticed counts.
CONCERNS = {"self_harm": 15, "escalated": 5, "upset": 4, "urgent": 4, "vulnerable": 4, "worried": 2}


def _has_concern(concern: str, conversation: Conversation) -> bool:
    return conversation.concern == concern


Rule = tuple[str, int, Callable[[Conversation], bool]]
RULES: list[Rule] = [
    ("vulnerable", 5, lambda conversation: conversation.is_vulnerable),
    ("elderly", 3, lambda conversation: conversation.is_elderly),
    ("fraud", 10, lambda conversation: conversation.topic == "fraud"),
    ("bereavement", 3, lambda conversation: conversation.topic == "bereavement"),
    ("complaint", 2, lambda conversation: conversation.topic == "complaint"),
    *[(concern, weight, partial(_has_concern, concern)) for concern, weight in CONCERNS.items()],
    ("private", 2, lambda conversation: bool(conversation.customer and conversation.customer.tier == "private")),
]


def priority_of(conversation: Conversation) -> int:
    """The sum of the weights that apply."""
    return sum(weight for _name, weight, applies in RULES if applies(conversation))


def reasons_of(conversation: Conversation) -> list[str]:
    """The names of the rules that apply."""
    return [name for name, _weight, applies in RULES if applies(conversation)]


def rank_at(waiting_since: datetime, priority: int) -> datetime:
    """Where in the line: the earliest is next."""
    return waiting_since - HEAD_START * priority
