"""Knowledge at the agent's hand: suggestions for the customer's last words, search, and reading an article."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.text import active_language
from foyer.conversations import queries as conversations
from foyer.desk.access import READ, desk_view
from foyer.desk.shell import frame
from foyer.knowledge import queries as knowledge

ARTICLES = "knowledge.view_article"
NEAR_ENOUGH = 0.35  # of meaning; below it a suggestion distracts more than it helps
LOOKED_BACK = 30
ENOUGH_WORDS, ENOUGH_CHARACTERS = 24, 8  # letters that make a question in English, in Chinese


@dataclass(frozen=True)
class Found:
    """An article as a suggestion or a search result, in the language it will be inserted in."""

    page: knowledge.ArticlePage

    @property
    def insert(self) -> str:
        """The answer with its steps, ready to send."""
        steps = [f"{place}. {step}" for place, step in enumerate(self.page.steps, 1)]
        return "\n".join([self.page.answer, *steps])

    @property
    def citation(self) -> dict[str, Any]:
        return {"code": self.page.code, "version": self.page.version, "title": self.page.title, "url": self.page.url}


def found(text: str, lang: str | None = None, limit: int = 6, least: float = 0.0) -> list[Found]:
    """The best articles for some words, in `lang` (by default the reader's language)."""
    lang = lang or active_language()
    hits = [hit for hit in knowledge.search(text, lang, limit=limit) if max(hit.nearest, hit.words) >= least]
    return [Found(knowledge.article(hit.article_code, hit.version, lang)) for hit in hits]


@desk_view(READ)
def suggestions(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Up to three answers to what the customer said last, in the customer's language."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    latest = conversations.thread(
        conversation.pk, viewer="customer", before=conversation.last_seq + 1, limit=LOOKED_BACK
    )
    asked = _asked(latest)
    hits = found(asked, conversation.language, limit=3, least=NEAR_ENOUGH) if asked else []
    return render(request, "desk/parts/suggestions.html", {"hits": hits})


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
    """Search results for the side pane; `c` gives the customer's language for what is inserted."""
    text = request.GET.get("q", "").strip()[:200]
    return render(
        request, "desk/parts/hits.html", {"text": text, "hits": found(text, _language(request)) if text else []}
    )


@desk_view(ARTICLES)
def article(request: HttpRequest, code: str) -> HttpResponse:
    """One article in a dialog, ready to insert."""
    page = Found(knowledge.article(code, lang=_language(request)))
    return render(request, "desk/dialogs/article.html", {"hit": page, "may_insert": bool(request.GET.get("c"))})


@desk_view(ARTICLES)
def browse(request: HttpRequest) -> HttpResponse:
    """Every article that speaks for the bank now, by category, with a search that looks for meaning."""
    text = request.GET.get("q", "").strip()[:200]
    context = frame(request, here="desk:knowledge", topics=[f"staff:{request.user.pk}"])
    listed = {"hits": found(text, limit=20)} if text else {"titles": knowledge.published(active_language())}
    return render(request, "desk/knowledge.html", {**context, "text": text, **listed})


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in ("zh", "en") else active_language()
