"""Knowledge at the agent's hand: suggestions for the customer's last words, search, and reading an article."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.conversations import queries as conversations
from foyer.desk.access import READ, desk_view
from foyer.desk.views.knowledge_frame import knowledge_frame
from foyer.knowledge import queries as knowledge
from foyer.knowledge.audiences import PUBLIC, STAFF
from foyer.knowledge.marking import marked

ARTICLES = "knowledge.view_article"
NEAR_ENOUGH = 0.35  # of meaning; below it a suggestion distracts more than it helps
LOOKED_BACK = 30
ENOUGH_WORDS, ENOUGH_CHARACTERS = 24, 8  # letters that make a question in English, in Chinese


@dataclass(frozen=True)
class Found:
    """An article as a suggestion or a search result, in the language and for the channel it will be inserted in."""

    page: knowledge.ArticlePage
    passage: knowledge.Passage | None = None
    read_as: str = ""
    short: str = ""  # its text for the conversation's channel, where it has one of its own

    @property
    def insert(self) -> str:
        """The answer with its steps, ready to send; the channel's shorter text alone, as the assistant says it too."""
        if self.short:
            return self.short
        steps = [f"{place}. {step}" for place, step in enumerate(self.page.steps, 1)]
        return "\n".join([self.page.answer, *steps])

    @property
    def may_be_sent(self) -> bool:
        """What is for staff only is for the agent's eyes: it is never offered for a message to a customer."""
        return self.page.audience == PUBLIC

    @property
    def citation(self) -> dict[str, Any]:
        return {"code": self.page.code, "version": self.page.version, "title": self.page.title, "url": self.page.url}

    @property
    def exact_citation(self) -> dict[str, Any]:
        """As `citation`, leading to the passage that answers."""
        return {**self.citation, "url": self.passage.url} if self.passage else self.citation


def found(
    text: str, lang: str | None = None, limit: int = 6, *, least: float = 0.0, audience: str = STAFF, channel: str = ""
) -> list[Found]:
    """The best articles for some words, in `lang` (by default the reader's language). Where one has a shorter text for
    the conversation's `channel`, that is shown and inserted, and no passage of the main text."""
    lang = lang or active_language()
    hits = knowledge.search(text, lang, limit=limit, audience=audience)
    hits = [hit for hit in hits if max(hit.nearest, hit.words) >= least]
    spots = {spot.code: spot for spot in knowledge.passages(text, lang, limit=limit, hits=hits)}
    pages = knowledge.pages([(hit.article_code, hit.version) for hit in hits], lang, audience=STAFF, channel=channel)
    return [
        Found(page, short=page.answer, read_as=hits[0].read_as) if page.is_short
        else Found(page, spots.get(page.code), hits[0].read_as)
        for page in pages
    ]  # fmt: skip


@desk_view(READ)
def suggestions(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Up to three answers to what the customer said last, in the customer's language."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    latest = conversations.thread(
        conversation.pk, viewer="customer", before=conversation.last_seq + 1, limit=LOOKED_BACK
    )
    asked = _asked(latest)
    lang, channel = conversation.language, conversation.channel
    hits = found(asked, lang, limit=3, least=NEAR_ENOUGH, audience=PUBLIC, channel=channel) if asked else []
    return render(request, "desk/parts/suggestions.html", {"hits": hits, "asked": asked})


def _asked(messages: list[dict[str, Any]]) -> str:
    """The customer's last words; a short one ("yes, please") is read with what they said before it."""
    said: list[str] = []
    for message in reversed(messages):
        if message["author"]["kind"] == "customer" and message["text"].strip():
            said.insert(0, message["text"].strip())
        if sum(map(len, said)) >= (ENOUGH_WORDS if all(text.isascii() for text in said) else ENOUGH_CHARACTERS):
            break
    return " ".join(said)


@desk_view(ARTICLES)
def hits(request: HttpRequest) -> HttpResponse:
    """Search results for the side pane, in the customer's language; `c` is the conversation they are inserted in."""
    text = request.POST.get("q", "").strip()[:200]
    hits = found(text, _language(request), channel=_channel(request)) if text else []
    return render(request, "desk/parts/hits.html", {"text": text, "hits": hits})


@desk_view(ARTICLES)
def article(request: HttpRequest, code: str) -> HttpResponse:
    """One article in a dialog, ready to insert."""
    lang, channel = _language(request), _channel(request)
    spoken = knowledge.article(code, lang=lang, audience=STAFF, channel=channel) if channel else None
    short = spoken.answer if spoken and spoken.is_short else ""
    hit = Found(knowledge.article(code, lang=lang, audience=STAFF), short=short)
    may_insert = bool(request.GET.get("c")) and hit.may_be_sent
    context = {"hit": hit, "may_insert": may_insert, "marked": marked(hit.page, request.GET.get("at", ""))}
    return render(request, "desk/dialogs/article.html", context)


@desk_view(ARTICLES)
def remark_dialog(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """What is wrong or out of date, in a sentence for the article's owner."""
    page = knowledge.article(code, version, _language(request), audience=STAFF)
    kind = "outdated" if request.GET.get("kind") == "outdated" else "wrong"
    return render(request, "desk/dialogs/remark.html", {"page": page, "kind": kind})


@desk_view(ARTICLES)
def browse(request: HttpRequest) -> HttpResponse:
    """Every article that speaks for the bank now, by category, with a search that looks for meaning."""
    text = request.GET.get("q", "").strip()[:200]
    context = knowledge_frame(request, "desk:knowledge")
    listed: dict[str, Any] = {"hits": found(text, limit=20)}
    if not text:
        listed = {"titles": knowledge.published(active_language(), audience=STAFF)}
    return render(request, "desk/knowledge.html", {**context, "text": text, **listed})


def _channel(request: HttpRequest) -> str:
    """The channel of the conversation that is open beside it; none where the colleague may not see that one."""
    try:
        return str(conversations.conversation_for(request.user, UUID(request.GET.get("c", ""))).channel)
    except (ValueError, Refusal):
        return ""


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in ("zh", "en") else active_language()
