"""The refusals of this room, in words one could read to a customer."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.base.errors import Invalid, NotFound, Refusal, TooMany
from foyer.base.text import Bilingual


class NoSuchOrder(NotFound):
    code = "no_such_order"
    message = _("This service is not running, or it is not yours.")


class NoSuchProcess(NotFound):
    code = "no_such_process"
    message = _("The bank does not offer this service here.")


class NotNow(Refusal):
    """A step that the order is not ready for."""

    code = "not_now"
    message = _("This step cannot be taken now.")


class OneAtATime(Refusal):
    code = "one_at_a_time"
    message = _("Another service is running in this conversation.")
    mend = _("Finish it or cancel it first.")


class LevelTooLow(Refusal):
    code = "level_too_low"
    message = _("We must know more surely who you are before this can be shown or done.")
    status = 403


class OftenEnough(TooMany):
    code = "often_enough"
    message = _("You have used this service as often as it is offered in a day.")
    mend = _("Try again tomorrow, or ask for a person.")
    retry = False


class ValueRefused(Invalid):
    """A value that the process does not take; `why` says in both languages what is wrong and what would be right."""

    code = "value_refused"

    def __init__(self, field: str, why: Bilingual) -> None:
        super().__init__(field=field)
        self.why = why
        self.message = why  # type: ignore[assignment]  # reads in the language of the moment, as a lazy sentence does


class TooManyProofs(TooMany):
    code = "too_many_proofs"
    message = _("The code was wrong too often, or asked for too often. For your safety this service ends here.")
    mend = _("Ask for a person, or come to an outlet with your identity document.")
    retry = False


class CoreUnavailable(Refusal):
    code = "core_unavailable"
    message = _("Our account system cannot be reached at the moment.")
    mend = _("Try again in a few minutes, or ask for a person.")
    status = 503
    retry = True


class CoreTimedOut(CoreUnavailable):
    """Nobody knows whether it was done; asking again with the same key tells."""

    code = "core_timed_out"
    message = _("Our account system has not answered yet.")
    mend = _("We go on asking and tell you here as soon as we know.")


class CoreRefused(Refusal):
    """The core system says no: `reason` is a code for programs, `why` the sentence for the customer."""

    code = "core_refused"

    def __init__(self, reason: str, why: Bilingual, **details: Any) -> None:
        super().__init__(reason=reason, **details)
        self.reason, self.why = reason, why
        self.message = why  # type: ignore[assignment]  # as above


def both(no: Refusal) -> Bilingual:
    """A refusal in both languages: what is wrong, and what would mend it."""
    why = getattr(no, "why", None)
    if isinstance(why, Bilingual):
        return why
    said = {}
    for name, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            said[name] = " ".join(part for part in (str(no.message), str(no.mend)) if part)
    return Bilingual(**said)
