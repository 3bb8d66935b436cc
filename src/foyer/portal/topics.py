"""What customers most often come for: a short list to begin with, taken from the published articles."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Sentence
from foyer.base.text import Bilingual
from foyer.knowledge import queries as knowledge
from foyer.servicing import queries as servicing

USUAL = {
    "card-lost": "credit-card-off",
    "transfer-not-received": "transfer",
    "card-declined": "credit-card",
    "mobile-login": "device-mobile",
    "security-suspicious-message": "shield-exclamation",
    "branch-opening-hours": "building-bank",
}
ELDERLY = ["card-lost", "card-pin-blocked", "security-scam", "branch-home-visit"]
SERVICES = ("block_card", "balance", "appointment", "loan_calculator")
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


Titles = Sequence[knowledge.ArticleTitle]

SUBJECT_ICONS = {
    "cards": "credit-card", "accounts": "id", "transfers": "transfer", "payments": "qrcode", "deposits": "pig-money",
    "loans": "home", "wealth": "chart-line", "fees": "receipt", "security": "shield-lock", "mobile": "device-mobile",
    "branch": "building-bank",
}  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """One subject with its articles."""

    code: str
    name: Sentence
    icon: str
    topics: "list[Topic]"

    @property
    def url(self) -> str:
        return f"/knowledge/topics/{self.code}"


@dataclass(frozen=True)
class Topic:
    """One thing to tap on."""

    code: str
    title: str
    url: str
    icon: str
    written_in: str = ""


def common(language: str, *, elderly: bool = False, titles: Titles | None = None) -> list[Topic]:
    """The usual topics whose articles speak for the bank today; where a bank has others, its first few."""
    listed = knowledge.published(language) if titles is None else titles
    known = {title.code: title for title in listed}
    wanted = [code for code in (ELDERLY if elderly else USUAL) if code in known] or list(known)[:6]
    return [_topic(known[code]) for code in wanted]


def services(*, elderly: bool = False) -> list[Bilingual]:
    """What the assistant can do at once, by the words that begin it; fewer on the large pages."""
    wanted = SERVICES[:2] if elderly else SERVICES
    buttons = {process.code: process.button for process in servicing.offered()}
    return [buttons[code] for code in wanted if code in buttons]


def by_subject(titles: Titles) -> list[Subject]:
    """These articles under their subjects, in the order a customer would look."""
    groups = [
        Subject(code, name, SUBJECT_ICONS[code], [_topic(title) for title in titles if title.category == code])
        for code, name in SUBJECTS.items()
    ]
    return [subject for subject in groups if subject.topics]


def _topic(title: knowledge.ArticleTitle) -> Topic:
    icon = ICONS.get(title.code, "file-text")
    return Topic(title.code, title.title, f"/knowledge/{title.code}", icon, title.written_in)
