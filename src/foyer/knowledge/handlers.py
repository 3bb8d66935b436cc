"""What this room does when it hears of others' facts."""

from foyer.base.events import on
from foyer.knowledge.actions import reopen, retest
from foyer.knowledge.actions.publishing import APPROVAL
from foyer.knowledge.events import ArticlePublished
from foyer.staff.events import ApprovalDecided


@on(ApprovalDecided)
def give_back_what_was_not_approved(fact: ApprovalDecided) -> None:
    """A request that ended without approval leaves its version a draft again."""
    if fact.kind == APPROVAL and fact.status != "approved":
        reopen(fact.subject)


@on(ArticlePublished)
def ask_what_was_missed_again(fact: ArticlePublished) -> None:
    """A new answer may settle gaps: their questions are asked again, with it in view."""
    retest()
