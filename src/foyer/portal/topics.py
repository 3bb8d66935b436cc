"""What customers most often come for: a short list to begin with, taken from the published articles."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Sentence
from foyer.knowledge import queries as knowledge

USUAL = {
    "card-lost": "credit-card-off",
    "transfer-not-received": "transfer",
    "card-declined": "credit-card",
    "mobile-login": "device-mobile",
    "security-suspicious-message": "shield-exclamation",
    "branch-opening-hours": "building-bank",
}
ELDERLY = ["card-lost", "card-pin-blocked", "security-scam", "branch-home-visit"]
ICONS = {**USUAL, "card-pin-blocked": "lock", "security-scam": "shield-exclamation", "branch-home-visit": "home"}

SUBJECTS: dict[str, Sentence] = {
    "cards": _("Cards"),
    "accounts": _("Accounts"),
    "transfers": _("Transfers"),
    "payments": _("Payments"),
    "deposits": _("Deposits"),
    "loans": _("Loans"),
    "wealth": _("Wealth management"),
    "fees": _("Fees"),
    "security": _("Security"),
    "mobile": _("Mobile bank"),
    "branch": _("Branch services"),
}


@dataclass(frozen=True)
class Topic:
    """One thing to tap on."""

    code: str
    title: str
    url: str
    icon: str


def common(language: str, *, elderly: bool = False) -> list[Topic]:
    """The usual topics whose articles speak for the bank today; where a bank has others, its first few."""
    titles = {title.code: title for title in knowledge.published(language)}
    wanted = [code for code in (ELDERLY if elderly else USUAL) if code in titles] or list(titles)[:6]
    return [_topic(titles[code]) for code in wanted]


def by_subject(language: str) -> list[tuple[Sentence, list[Topic]]]:
    """All published articles under their subjects, in the order a customer would look."""
    titles = knowledge.published(language)
    groups = [(name, [_topic(title) for title in titles if title.category == code]) for code, name in SUBJECTS.items()]
    return [(name, found) for name, found in groups if found]


def _topic(title: knowledge.ArticleTitle) -> Topic:
    return Topic(title.code, title.title, f"/knowledge/{title.code}", ICONS.get(title.code, "file-text"))
