"""Putting a decision into words, in the customer's language; every text ends with the machine's label."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.assistant.citing import chosen, citations
from foyer.assistant.clarifying import clarify
from foyer.assistant.comforting import comforting
from foyer.assistant.deciding import Answer, AskAgain, Courtesy, Decision, HandOver, Offer
from foyer.assistant.labelling import LABEL
from foyer.assistant.writing.passages import STEPS, Passage, passages_of
from foyer.assistant.writing.running import Written, joined
from foyer.assistant.writing.sentences import sentences
from foyer.knowledge.queries import Hit

LONGEST = 3_900
_DJANGO = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Reply:
    """A message ready to be sent; `cited` is the article and version it rests on."""

    text: str
    kind: str = "text"
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    written_by: dict[str, str] = field(default_factory=dict)
    translated_from: str = ""

    @property
    def cited(self) -> tuple[str, int | None]:
        return (self.citations[0]["code"], self.citations[0]["version"]) if self.citations else ("", None)


def compose(decision: Decision, lang: str, question: str = "", *, channel: str = "") -> Reply:
    """The reply to send; of a long article, the passages closest to `question`, or its shorter text for `channel`.

    Raises `NoSuchArticle` when the article was retired in this very moment.
    """
    with override(_DJANGO[lang]):
        match decision:
            case Answer(code=code, also=also):
                return _from_articles([code, *also], lang, question, channel=channel)
            case Offer():
                return _offer(decision, lang)
            case HandOver():
                return _farewell(decision, lang)
            case Courtesy(kind=kind):
                return Reply(_labelled(_courtesies()[kind], lang))
            case AskAgain():
                return Reply(_labelled(_please_reword(), lang))
    raise TypeError(decision)


def _from_articles(
    codes: list[str], lang: str, question: str = "", *, before: str = "", then: str = "", channel: str = ""
) -> Reply:
    """The passages that answer, and where each of them stands written."""
    shown = [chosen(passages_of([code], lang, channel), question) for code in codes]
    bodies = [_body(passages, lang, is_alone=len(codes) == 1) for passages in shown]
    body = "\n\n".join(part for part in (before, *bodies, then) if part)[:LONGEST]
    used = [passage for passages in shown for passage in passages]
    return Reply(f"{body}\n\n{sources(used, lang)} · {LABEL.in_(lang)}", citations=citations(used, question))


def written_reply(written: Written, passages: list[Passage], lang: str, written_by: dict[str, str]) -> Reply:
    """A language model's checked sentences; where it broke off, what they left unsaid, as the articles have it."""
    with override(_DJANGO[lang]):
        cited = [passage for passage in passages if passage.number in written.cited]
        unsaid = [] if written.is_whole else [passage for passage in passages if not _is_said(passage, written)]
        rest = _body([_left_of(passage, written) for passage in unsaid], lang, is_alone=True) if unsaid else ""
        is_translated = cited[0].lang != lang
        parts = (joined(written.shown, lang), _translated(cited[0].lang) if is_translated else "", rest)
        body = "\n\n".join(part for part in parts if part)[:LONGEST]
        used = list(dict.fromkeys([*cited, *unsaid]))
        return Reply(
            f"{body}\n\n{sources(used, lang)} · {LABEL.in_(lang)}", citations=citations(used),
            written_by=written_by, translated_from=cited[0].lang if is_translated else "",
        )  # fmt: skip


def _is_said(passage: Passage, written: Written) -> bool:
    """Whether all of a passage was said word for word."""
    said = {one.text for one in written.shown}
    return all(span.text in said for span in sentences(passage.text))


def _left_of(passage: Passage, written: Written) -> Passage:
    """What of an unsaid passage is to be said: nobody reads twice in a row how it begins. Steps stay together."""
    if passage.part == STEPS:
        return passage
    said = {one.text for one in written.shown}
    begins = next(span.start for span in sentences(passage.text) if span.text not in said)
    return replace(passage, start=passage.start + begins, text=passage.text[begins:])


def _translated(lang: str) -> str:
    return {
        "zh": _("Translated by machine from our Chinese article."),
        "en": _("Translated by machine from our English article."),
    }[lang]


def _body(passages: list[Passage], lang: str, *, is_alone: bool) -> str:
    """An article's passages as they stand; where they stand in the other language only, it says so."""
    said = _joined([passage for passage in passages if passage.part != STEPS])
    steps = "\n".join(passage.text for passage in passages if passage.part == STEPS)
    title = "" if is_alone else _("About “%(title)s”:") % {"title": passages[0].title}
    is_foreign = passages[0].lang != lang
    return "\n\n".join(part for part in (title, _only_in(passages[0].lang) if is_foreign else "", said, steps) if part)


def _joined(passages: list[Passage]) -> str:
    """Neighbours flow on, as their article has them; where something was left out between them, a line says so."""
    text = ""
    for before, passage in zip([None, *passages], passages, strict=False):
        gap = "" if before is None else _between(before, passage)
        text += gap + passage.text
    return text


def _between(before: Passage, passage: Passage) -> str:
    if passage.start - before.end > 4:
        return "\n…\n"
    return " " if passage.lang == "en" else "" if passage.start == before.end else "\n"


def _only_in(lang: str) -> str:
    return {
        "zh": _("We have this in Chinese only. This is the passage in its own words:"),
        "en": _("We have this in English only. This is the passage in its own words:"),
    }[lang]


def sources(passages: list[Passage], lang: str) -> str:
    """The articles they are from, in words, once each."""
    titles = {(passage.code, passage.version): (passage.title, passage.lang) for passage in passages}
    return " · ".join(_source(*about, *words, lang) for about, words in titles.items())


def _source(code: str, version: int, title: str, written_in: str, lang: str) -> str:
    about = {"title": title, "code": code, "version": version}
    if written_in == lang:
        return _("Source: “%(title)s” (%(code)s, version %(version)d)") % about
    if written_in == "zh":
        return _("Source: “%(title)s” (%(code)s, version %(version)d, in Chinese)") % about
    return _("Source: “%(title)s” (%(code)s, version %(version)d, in English)") % about


def _offer(decision: Offer, lang: str) -> Reply:
    lines = [f"{number}. {title}" for number, title in enumerate(map(partial(_offered, lang=lang), decision.hits), 1)]
    opening = clarify(decision.hits, lang) or _("Which of these is closest to your question?")
    if "repeated" in decision.reasons:
        opening = _repeated()
    closing = _("Choose one, put it in other words, or ask for a person.")
    choices = [{"text": hit.title, "value": hit.article_code} for hit in decision.hits]
    none = {"text": _("None of these"), "value": "none"}
    return Reply(_labelled("\n".join([opening, *lines, closing]), lang), kind="choices", choices=[*choices, none])


def _offered(hit: Hit, lang: str) -> str:
    """Its title, and which language it is in where that is not the reader's."""
    if hit.written_in in ("", lang):
        return hit.title
    return _("%s (in Chinese)") % hit.title if hit.written_in == "zh" else _("%s (in English)") % hit.title


def _farewell(decision: HandOver, lang: str) -> Reply:
    words = comforting(decision.reason, lang) or _farewells()[decision.reason]
    if not decision.code or decision.topic != "fraud":
        return Reply(_labelled(words, lang))
    return _from_articles([decision.code], lang, before=_("Please do this first, at once:"), then=words)


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
