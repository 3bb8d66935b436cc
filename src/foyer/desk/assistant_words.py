"""What the pages of the assistant's measures call things."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HOW = {
    "asked_at_once": _("Asked for a person at once"),
    "asked_after": _("Asked for a person after an attempt"),
    "system": _("Risk, rule or a colleague"),
    "failure": _("The assistant could not help"),
}
SIX = {
    "speech": _("Speech recognition accuracy"),
    "recognition": _("Question recognition rate"),
    "intent": _("Intent accuracy"),
    "interaction": _("Interaction accuracy"),
    "solved": _("Solved rate"),
    "diversion": _("Diversion rate"),
}
VERDICTS = [
    ("correct", pgettext_lazy("verdict", "Correct"), "1"),
    ("partly", _("Partly correct"), "2"),
    ("wrong", _("Wrong"), "3"),
    ("harmful", _("Harmful"), "4"),
    ("should_refuse", _("Should have been refused"), "5"),
]
MEASURES = [("no_person", _("No person came in")), ("contained", _("Solved without a person"))]
OUTCOMES = [
    ("took_new", _("The new version is taken")),
    ("kept_old", _("The old version stays")),
    ("no_difference", _("No difference worth a change")),
]
BY = {"channel": _("Channel"), "subject": _("Subject"), "version": _("Version"), "lang": _("Language")}
RISKS = {"minimal": _("Minimal risk"), "limited": _("Limited risk"), "high": _("High risk")}
STATES = {
    "off": _("Stopped"),
    "idle": _("Not in use"),
    "unapproved": _("Not approved yet"),
    "changed": _("Another model than was approved"),
    "due": _("Review is due"),
    "fine": _("Approved"),
}
