"""What a customer may ask, in plain words: (kind, title, explanation, the fields it has)."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Askable(NamedTuple):
    kind: str
    title: Words
    detail: Words
    icon: str


KINDS = [
    Askable("access", _("Get a copy of my data"), _("A page to read, a PDF, and files for a computer."), "download"),
    Askable("portability", _("Take my data elsewhere"), _("Files that another company's computer can read."),
            "arrow-forward-up"),
    Askable("correction", _("Something is wrong"), _("Tell us what is right; we check it and put it right."), "edit"),
    Askable("withdrawal", _("Withdraw a consent"), _("It ends at once."), "x"),
    Askable("personalisation", _("No personalised offers"), _("From now on you see what everybody sees."), "eye-off"),
    Askable("objection", _("No profiling of me"), _("We no longer work out what may suit you."), "eye-off"),
    Askable("explanation", _("Explain a decision"), _("Why our machines decided as they did."), "info-circle"),
    Askable("deceased", _("Data of a relative who died"), _("A copy, a correction or a deletion, for the next of kin."),
            "users"),
    Askable("deletion", _("Delete my data"), _("Everything, except what a law obliges us to keep."), "alert-triangle"),
]  # fmt: skip
CORRECTABLE = [
    ("name", _("Name")),
    ("phone", _("Phone")),
    ("email", _("E-mail")),
    ("home_address", _("Home address")),
    ("employer", _("Employer")),
    ("occupation", _("Occupation")),
]
PURPOSES = [
    ("personalisation", _("Personalised pages and offers")),
    ("profiling", _("Profiles")),
    ("marketing_sms", _("Offers by text message")),
    ("marketing_phone", _("Offers by phone")),
    ("marketing_email", _("Offers by e-mail")),
    ("market_survey", _("Market surveys")),
    ("experience_improvement", _("Improvement of our service")),
    ("third_party_sharing", _("Sharing with others")),
    ("model_training", _("Training of models")),
    ("recording", _("Recording")),
]
