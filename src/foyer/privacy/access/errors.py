"""The refusals of reasoned access."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal, Sentence, TooMany


class NoSuchUnmasking(NotFound):
    """For a stranger, for another session of the same person, and for what never was."""

    code = "no_such_unmasking"


class NothingToShow(NotFound):
    code = "nothing_to_show"
    message = _("There is no such value, or it is not of this customer.")


class NeverShown(Forbidden):
    code = "never_shown"
    message = _("What proves who a customer is, is never shown to anybody.")
    mend: Sentence = ""


class NotCleared(Forbidden):
    code = "not_cleared"
    message = _("You need a valid certificate for this first.")
    mend = _("Take the course on handling customer data.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("Choose a reason from the list.")


class AboutMissing(Invalid):
    code = "about_missing"
    message = _("This reason needs the conversation or case it is for.")
    mend = _("Choose one that is open with this customer.")


class NoOpenRelation(Forbidden):
    code = "no_open_relation"
    message = _("You have nothing open with this customer.")
    mend = _("Take the conversation first. In an emergency you can break the glass; your supervisor is told at once.")


class OverDailyLimit(TooMany):
    code = "over_daily_limit"
    message = _("You have seen as many values today as your role allows.")
    mend = _("Ask your supervisor to look it up.")
    retry = False


class TimeIsOver(Refusal):
    code = "time_is_over"
    message = _("The time to see this value is over.")
    mend = _("Give a reason again if you still need it.")
    status = 410


class StillWaiting(Refusal):
    code = "still_waiting"
    message = _("A second person has not decided yet.")
    retry = True


class NotAgreed(Forbidden):
    code = "not_agreed"
    message = _("The second person did not agree.")
    mend: Sentence = ""


class StoryMissing(Invalid):
    code = "story_missing"
    message = _("Say in a sentence what happened.")
    mend = _("At least ten characters, without personal data.")


class OwnGlass(Forbidden):
    code = "own_glass"
    message = _("Nobody reviews what they did themselves.")
    mend = _("Another supervisor reviews it.")


class NoSuchGlass(NotFound):
    code = "no_such_glass"


class AttestationMissing(Invalid):
    code = "attestation_missing"
    message = _("Confirm that you looked at what was seen and why.")


class AlreadyReviewed(Refusal):
    code = "already_reviewed"
    message = _("Somebody has reviewed this already.")


class NoSuchLine(NotFound):
    code = "no_such_line"


class NoSuchRecertification(NotFound):
    code = "no_such_recertification"


class OwnRoles(Forbidden):
    code = "own_roles"
    message = _("Nobody decides over their own roles.")
    mend = _("The head of the unit above decides over yours.")


class RecertificationClosed(Refusal):
    code = "recertification_closed"
    message = _("This month is closed.")
