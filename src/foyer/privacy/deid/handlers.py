"""What releases hear."""

from foyer.base.actors import Actor
from foyer.base.events import on
from foyer.privacy.deid.releasing import KIND, end
from foyer.staff.events import ApprovalDecided


@on(ApprovalDecided)
def nothing_is_let_out(fact: ApprovalDecided) -> None:
    """The second person declined, or the proposal was taken back or outdated: the file goes at once."""
    if fact.kind == KIND and fact.status != "approved":
        end(fact.subject, by=Actor.parse(fact.by))
