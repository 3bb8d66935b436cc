"""A visitor's token at the door: whose it is, and whether it comes from two places at once."""

from foyer.base import audit, elsewhere
from foyer.base.actors import Actor
from foyer.base.origin import short
from foyer.conversations import queries
from foyer.conversations.acts import TOKEN_ELSEWHERE
from foyer.conversations.models import Visitor


def visitor_of(token: str) -> Visitor | None:
    """The visitor behind a token that has not been revoked; a second place stands in the trail."""
    visitor = queries.visitor_by_token(token)
    if visitor is None:
        return None
    if what := elsewhere.noticed(f"visitor {short(token)}"):
        audit.record(
            TOKEN_ELSEWHERE, by=Actor.visitor(visitor), on=f"visitor:{visitor.pk}", details={"what": what}
        )  # fmt: skip
    return visitor
