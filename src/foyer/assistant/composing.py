"""Putting a decision into words, in the customer's language; every text ends with the machine's label."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.assistant.deciding import Answer, AskAgain, Courtesy, Decision, HandOver, Offer
from foyer.assistant.labelling import LABEL
from foyer.knowledge import queries as knowledge

LONGEST = 3_900
_DJANGO = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Reply:
    """A message ready to be sent; `cited` is the article and version it rests on."""

    text: str
    kind: str = "text"
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)

    @property
    def cited(self) -> tuple[str, int | None]:
        return (self.citations[0]["code"], self.citations[0]["version"]) if self.citations else ("", None)


def compose(decision: Decision, lang: str) -> Reply:
    """The reply to send. Raises `NoSuchArticle` when the article was retired in this very moment."""
    with override(_DJANGO[lang]):
        match decision:
            case Answer(code=code):
                return _from_article(code, lang)
            case Offer():
                return _offer(decision, lang)
            case HandOver():
                return _farewell(decision, lang)
            case Courtesy(kind=kind):
                return Reply(_labelled(_courtesies()[kind], lang))
            case AskAgain():
                return Reply(_labelled(_please_reword(), lang))
    raise TypeError(decision)


def _from_article(code: str, lang: str, *, before: str = "", then: str = "") -> Reply:
    """The article's answer and steps, and where they stand written."""
    page = knowledge.article(code, lang=lang)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(page.steps, start=1))
    source = _("Source: “%(title)s” (%(code)s, version %(version)d)") % {
        "title": page.title,
        "code": page.code,
        "version": page.version,
    }
    body = "\n\n".join(part for part in (before, page.answer, steps, then) if part)[:LONGEST]
    return Reply(f"{body}\n\n{source} · {LABEL.in_(lang)}", citations=[_citation(code, page.version)])


def _citation(code: str, version: int) -> dict[str, Any]:
    titles = {lang: knowledge.article(code, version, lang).title for lang in ("zh", "en")}
    return {"code": code, "version": version, "title": titles, "url": knowledge.article_url(code, version)}


def _offer(decision: Offer, lang: str) -> Reply:
    titles = [hit.title for hit in decision.hits]
    lines = [f"{number}. {title}" for number, title in enumerate(titles, start=1)]
    opening = _repeated() if "repeated" in decision.reasons else _("Which of these is closest to your question?")
    closing = _("Choose one, put it in other words, or ask for a person.")
    choices = [{"text": hit.title, "value": hit.article_code} for hit in decision.hits]
    none = {"text": _("None of these"), "value": "none"}
    return Reply(_labelled("\n".join([opening, *lines, closing]), lang), kind="choices", choices=[*choices, none])


def _farewell(decision: HandOver, lang: str) -> Reply:
    words = _farewells()[decision.reason]
    if not decision.code or decision.topic != "fraud":
        return Reply(_labelled(words, lang))
    return _from_article(decision.code, lang, before=_("Please do this first, at once:"), then=words)


def _labelled(text: str, lang: str) -> str:
    return f"{text}\n\n{LABEL.in_(lang)}"


def _farewells() -> dict[str, str]:
    return {
        "asked": _("I am handing you over to a colleague. They will see what you have written here."),
        "failed_twice": _(
            "I am sorry that I could not help. A colleague takes over and sees what you have written here."
        ),
        "fraud": _(
            "I am connecting you to a colleague with priority. Until then transfer nothing and tell nobody a code or "
            "password. If money is leaving your account right now, call the number on the back of your card."
        ),
        "complaint": _(
            "I am sorry that you have reason to complain. A colleague will take this up with you and record it, "
            "so that it is answered within the legal time."
        ),
        "bereavement": _(
            "I am very sorry for your loss. A colleague will take care of this with you. "
            "You need not have any papers ready now."
        ),
    }


def _courtesies() -> dict[str, str]:
    return {
        "greeting": _(
            "Hello, I am the bank's automated assistant. What may I help you with? "
            "You can ask for a person at any time."
        ),
        "thanks": _("You are welcome. Is there anything else?"),
        "goodbye": _("Goodbye, and thank you for writing to us."),
    }


def _please_reword() -> str:
    return _(
        "I have not understood that. Could you put it in other words, for example “My card is lost”? "
        "You can also ask for a person."
    )


def _repeated() -> str:
    return _("It seems my answer did not settle it. Is it one of these instead?")
