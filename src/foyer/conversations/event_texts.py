"""What a line between the messages says: each event code with its sentence, rendered in the reader's language."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy, override
from django.utils.translation import gettext_noop as _

from foyer.base.text import active_language
from foyer.conversations.models.handling import Closure

DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}

PUBLIC = {
    "person_requested": _("You are in the line for a colleague."),
    "out_of_hours": _("Our colleagues are not at their desks now. Your message is kept and will be answered."),
    "agent_joined": _("%(agent)s is with you now."),
    "transferred": _("You are being handed over to %(to)s."),
    "returned_to_queue": _("We are finding another colleague for you."),
    "returned_to_assistant": _("The assistant is with you again."),
    "reminder": _("Are you still there? This conversation will soon be closed."),
    "closed": _("This conversation is closed."),
    "closed_inactive": _("This conversation was closed because we had not heard from you for a while."),
    "reopened": _("This conversation is open again."),
    "identified": _("You are signed in."),
}
INTERNAL = {
    "handed_over": _("Handed over by the assistant or asked for: %(reason)s."),
    "offered": _("Offered to %(agent)s: %(reasons)s."),
    "lapsed": _("%(agent)s did not take it in time."),
    "declined": _("%(agent)s passed it on."),
    "no_reply": _("%(agent)s did not answer in time."),
    "away": _("%(agent)s went away."),
    "taken_over": _("%(agent)s took the conversation over."),
    "transfer_note": _("Handed over (%(reason)s): %(note)s"),
    "summary": _("Closed as %(disposition)s: %(summary)s"),
    "snoozed": _("Snoozed until %(until)s."),
    "woken": _("Back from snooze."),
    "assurance": _("Assurance is now level %(level)s (%(method)s)."),
    "blocked": _("Blocked for abuse."),
    "unfrozen": _("The customer's online services are open again after a stepped-up check."),
}
TEXTS = PUBLIC | INTERNAL
TO_COLLEAGUES = {  # what the public lines say to those who serve
    "person_requested": _("The customer waits for a colleague."),
    "out_of_hours": _("Asked for a person outside opening hours."),
    "agent_joined": _("%(agent)s serves the customer."),
    "transferred": _("Handed over to %(to)s."),
    "returned_to_queue": _("Back in the queue."),
    "returned_to_assistant": _("Back with the assistant."),
    "reminder": _("Silence: the customer was reminded."),
    "closed": _("Closed."),
    "closed_inactive": _("Closed after silence."),
    "reopened": _("Open again."),
    "identified": _("The customer signed in."),
}

WORDS: dict[str, Any] = {
    **dict(Closure.Disposition.choices),
    "asked": gettext_lazy("the customer asked for a person"),
    "not_understood": gettext_lazy("not understood"),
    "fraud": gettext_lazy("possible fraud"),
    "complaint": gettext_lazy("a complaint"),
    "bereavement": gettext_lazy("a bereavement"),
    "self_harm": gettext_lazy("words that point to self-harm"),
    "escalated": gettext_lazy("a regulator, the media or legal steps were named"),
    "upset": gettext_lazy("the customer is upset"),
    "worried": gettext_lazy("the customer is worried"),
    "urgent": gettext_lazy("it is urgent"),
    "expert": gettext_lazy("needs an expert"),
    "topic": gettext_lazy("belongs to another queue"),
    "shift_end": gettext_lazy("end of shift"),
    "other": gettext_lazy("another reason"),
    "sms_code": gettext_lazy("code by text message"),
    "session": gettext_lazy("already signed in"),
}
_NAMED = ("reason", "disposition", "method")


def event_text(code: str, params: dict[str, Any], language: str | None = None, *, to_colleagues: bool = False) -> str:
    """The sentence for an event; a value given in both languages is shown in the reader's.

    A colleague reads of the customer what the customer reads of themselves.
    """
    language = language or active_language()
    with override(DJANGO_LANGUAGE[language]):
        values = {key: _shown(key, value, language) for key, value in params.items()}
        if to_colleagues:
            return gettext((TEXTS | TO_COLLEAGUES)[code]) % values
        return values.get("text") or gettext(TEXTS[code]) % values


def _shown(key: str, value: Any, language: str) -> str:
    """Words of the house are shown in the reader's language, everything else as it is."""
    if isinstance(value, dict):
        return str(value.get(language, ""))
    return str(WORDS.get(value, value) if key in _NAMED else value)
