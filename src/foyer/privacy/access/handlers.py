"""What reasoned access hears."""

from uuid import UUID

from foyer.base.actors import Actor
from foyer.base.events import on
from foyer.privacy.access.unmasking import KIND, disagree
from foyer.staff.events import ApprovalDecided


@on(ApprovalDecided)
def nothing_is_shown(fact: ApprovalDecided) -> None:
    """A request was rejected, taken back or outdated."""
    if fact.kind == KIND and fact.status != "approved":
        disagree(UUID(fact.subject), by=Actor.parse(fact.by))
