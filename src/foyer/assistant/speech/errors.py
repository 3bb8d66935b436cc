"""Why speech says no, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, NotFound, Refusal, TooMany


class NoSpeechHere(NotFound):
    code = "no_speech_here"
    message = _("Speech is not set up at this bank.")
    mend = _("Please write your question instead.")


class UnknownVisitor(Forbidden):
    code = "unknown_visitor"
    message = _("This browser is not known to us any more.")
    mend = _("Load the page again.")


class NotSound(Refusal):
    code = "not_sound"
    message = _("This is not sound that we can read.")
    mend = _("Please write your question instead.")
    status = 422


class TooLong(Refusal):
    code = "too_long"
    message = _("That is longer than we can listen at once.")
    mend = _("Say it in shorter pieces.")
    status = 413


class TooFast(TooMany):
    code = "too_fast"
    message = _("The sound arrives faster than anybody speaks.")


class SpeechBusy(TooMany):
    code = "speech_busy"
    message = _("Many people are speaking with us just now.")
    mend = _("Try again in a moment, or write your question.")
    status = 503


class SpeechFailed(Refusal):
    code = "speech_failed"
    message = _("We could not make out the sound this time.")
    mend = _("Try again, or write your question.")
    status = 503
    retry = True
