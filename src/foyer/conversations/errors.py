"""The refusals of this room, in words an agent could read to a customer."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class NoSuchConversation(NotFound):
    code = "no_such_conversation"
    message = _("This conversation does not exist, or it is not for you.")


class NoSuchCannedResponse(NotFound):
    code = "no_such_canned_response"


class ConversationClosed(Refusal):
    code = "conversation_closed"
    message = _("This conversation is closed.")
    mend = _("Start a new conversation.")


class NotPossibleNow(Refusal):
    code = "not_possible_now"
    message = _("This is not possible for the conversation as it stands.")
    mend = _("Reload the conversation to see what has changed.")


class NotYourTurn(Refusal):
    """Somebody else owns the conversation now; what was about to be said must not be said."""

    code = "not_your_turn"
    message = _("This conversation is in other hands now.")
    mend = _("Take the conversation before you write.")


class AlreadyTaken(Refusal):
    code = "already_taken"

    def __init__(self, winner: str, winner_id: str) -> None:
        message = _("%(name)s has already taken this conversation.") % {"name": winner}
        super().__init__(message, mend=_("Take the next one."), winner=winner, winner_id=winner_id)


class AgentFull(Refusal):
    code = "agent_full"
    message = _("This agent already serves as many conversations as they can.")
    mend = _("Close or hand over one first, or raise the agent's capacity.")
    retry = True


class AgentNotReady(Refusal):
    code = "agent_not_ready"
    message = _("This agent is not available now.")
    mend = _("Choose a colleague who is available.")
    retry = True


class Blocked(Forbidden):
    code = "blocked"
    message = _("This chat is not available to you at the moment.")
    mend = _("Please call the bank or visit an outlet.")


class NoQueue(Refusal):
    code = "no_queue"
    message = _("There is no queue that could take this conversation.")
    mend = _("Ask an administrator to set up a queue.")


class EmptyMessage(Invalid):
    code = "empty_message"
    message = _("There is nothing in this message.")
    mend = _("Write something, or attach a file.")


class MessageTooLong(Invalid):
    code = "message_too_long"
    message = _("This message is too long.")
    mend = _("Send it in several parts of at most 4,000 characters.")


class AssuranceTooLow(Forbidden):
    code = "assurance_too_low"
    message = _("For this we must first be sure who you are.")
    mend = _("Sign in or confirm your identity.")


class RatingNotPossible(Refusal):
    code = "rating_not_possible"
    message = _("This conversation cannot be rated.")


class SomebodyElse(Refusal):
    code = "somebody_else"
    message = _("Somebody else has signed in on this visit.")
    mend = _("Start a new visit.")
