"""The desk's tables of words: what an agent picks from, and how states, channels and verbs are called on screen."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TRANSFER_REASONS = [
    ("skill", _("Needs another skill")),
    ("language", _("Another language")),
    ("wish", _("The customer wishes it")),
    ("load", _("I have too much in hand")),
    ("shift_end", _("My shift ends")),
    ("other", _("Other")),
]
DISPOSITIONS = [
    ("solved", _("Solved")),
    ("follow_up", _("Follow-up agreed")),
    ("not_solved", _("Not solved")),
    ("inactive", _("Customer went silent")),
    ("spam", _("Spam")),
    ("abuse", _("Abuse")),
]
STATES = [
    ("available", _("Available")),
    ("busy", _("Busy")),
    ("break", _("On a break")),
    ("away", _("Away")),
]
DOTS = {"available": "dot-ok", "busy": "dot-bad", "break": "dot-warn"}
THEMES = [("auto", _("Auto")), ("light", _("Light")), ("dark", _("Dark"))]
LANGUAGES = {"zh": "中文", "en": "English"}

CHANNEL_ICONS = {
    "portal": "world",
    "web": "message-chatbot",
    "app": "device-mobile",
    "wechat": "brand-wechat",
    "email": "mail",
    "sms": "message-2",
    "phone": "phone",
    "kiosk": "device-tablet",
    "branch": "building-bank",
}
TOPICS = {
    "fraud": _("Suspected fraud"),
    "complaint": _("Complaint"),
    "bereavement": _("Bereavement"),
    "safety": _("Safety of a person"),
    "cards": _("Cards"),
    "loans": _("Loans"),
    "transfers": _("Transfers"),
    "accounts": _("Accounts"),
    "wealth": _("Wealth management"),
    "deposits": _("Deposits"),
    "fees": _("Fees"),
    "security": _("Security"),
    "branch": _("Branch services"),
    "payments": _("Payments"),
    "mobile": _("Mobile bank"),
}
URGENT_TOPICS = ("safety", "fraud", "complaint", "bereavement")
CONCERNS = {
    "escalated": (_("Wants to go further"), "chip-bad"),
    "upset": (_("Very upset"), "chip-bad"),
    "urgent": (_("Cannot wait"), "chip-warn"),
    "worried": (_("Very worried"), "chip-warn"),
}
"""What moves somebody up in the line and is said in no other word of their row (safety is a topic)."""
TIERS = {
    "standard": _("Basic"),
    "silver": _("Silver"),
    "gold": _("Gold"),
    "platinum": _("Platinum"),
    "private": _("Private banking"),
}
ASSURANCES = [
    (_("Not verified"), ""),
    (_("Claimed, not verified"), "chip-warn"),
    (_("Verified"), "chip-accent"),
    (_("Verified twice"), "chip-accent"),
]
MODES = {
    "messages": (_("Reply"), _("Send"), _("Write a reply; / canned responses, Shift+Enter a new line")),
    "note": (_("Note"), _("Save note"), _("A note for colleagues; @ calls one in. The customer never sees it.")),
    "whisper": (_("Whisper"), _("Whisper"), _("A word to the agent. The customer never sees it.")),
}


class Verb(NamedTuple):
    """How a verb looks: in the row or behind the dots, with its key and icon."""

    name: str | Promise
    icon: str
    key: str = ""
    is_first: bool = False
    is_main: bool = False


VERBS = {
    "take": Verb(_("Take"), "hand-grab", "t", is_first=True, is_main=True),
    "decline": Verb(_("Pass on"), "hand-stop", is_first=True),
    "wake": Verb(_("Take up again"), "alarm-off", is_first=True),
    "take-over": Verb(_("Take over"), "transfer-in", is_first=True),
    "assign": Verb(_("Reassign"), "user-share", is_first=True),
    "transfer": Verb(_("Transfer"), "arrows-exchange", "x", is_first=True),
    "snooze": Verb(_("Snooze"), "alarm", "z", is_first=True),
    "close": Verb(_("Wrap up"), "check", "c", is_first=True, is_main=True),
    "reopen": Verb(_("Reopen"), "rotate", is_first=True, is_main=True),
    "to-queue": Verb(_("Back to the queue"), "arrow-back-up"),
    "to-assistant": Verb(_("Back to the assistant"), "robot"),
    "transcript": Verb(_("Transcript (PDF)"), "file-download"),
    "block": Verb(_("Block for abuse"), "ban"),
}
SHORTCUTS = [
    (["j", "k"], _("Next, previous conversation")),
    (["Enter"], _("Open the conversation")),
    (["t"], _("Take")),
    (["r"], _("Reply")),
    (["n"], _("Note")),
    (["x"], _("Transfer")),
    (["z"], _("Snooze")),
    (["c"], _("Close with a wrap-up")),
    (["Alt+1", "2", "3"], _("Insert a suggestion; with Shift only the passage that answers")),
    (["/"], _("Search; in the reply: canned responses")),
    (["@"], _("In a note: call a colleague in")),
    (["f"], _("Search knowledge; ↓ and ↑ go through what was found")),
    (["Enter", "p"], _("On a found article: insert it, or only its passage")),
    (["h", "w", "u"], _("On a found article: helpful, wrong, out of date")),
    (["i"], _("Customer and knowledge panel")),
    (["g d"], _("Go to the conversations")),
    (["g w"], _("Go to the wall")),
    (["g k"], _("Go to knowledge")),
    (["Esc"], _("Leave the field, close the panel")),
    (["?"], _("This help")),
]

LINK_FAULTS = {
    "not_speaking": _("No article of this code speaks now."),
    "staff_only": _("It leads customers to an article for staff only."),
    "not_attached": _("No attachment of this name goes with the version."),
    "not_allowed": _("The house may not call this host; ask an administrator to list it."),
    "away": _("The page cannot be reached."),
}
