"""Finding conversations by what was said in them, in Chinese and English, or by number and customer.

Two ways, one answer. A rare word leads from the index of words to its messages and their conversations. A word that is
in very many messages (a greeting is in every conversation) would lead to all of them, so there the newest conversations
are looked through one by one, and the first way is gone only when they do not hold enough.

Words are kept as keyed hashes, since the texts are sealed (`base.crypto.words`).
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, Q, QuerySet, Subquery

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index, hashed_query
from foyer.base.text import visible
from foyer.conversations.access import visible_to
from foyer.conversations.acts import SEARCHED
from foyer.conversations.models import Conversation, Message
from foyer.conversations.models.message import WORDS
from foyer.conversations.shapes import card_json
from foyer.customers import queries as customers

_WITH = ("queue__unit", "unit", "assignee", "offered_to", "customer")
_AROUND = 40
COMMON = 5_000  # messages; up to here the index of words is the shorter way
RECENT = 2_000  # conversations that are looked through for a common word


def search(user: Any, text: str, limit: int = 50, *, common: int = COMMON) -> list[dict[str, Any]]:
    """Conversations the user may see, newest first, each with the newest message that matches (`snippet`, `seq`).

    A conversation number, a customer number or a full phone number finds exactly those. Words that are in more than
    `common` messages are looked for in the newest conversations first.
    """
    visible = visible_to(user).select_related(*_WITH)
    named = list(_by_name(visible, text)[:limit])
    if named:
        found = [{**card_json(conversation), "snippet": "", "seq": None} for conversation in named]
    else:
        by_words = _by_words(visible, hashed_query(text, WORDS), limit, common)
        found = [_hit(conversation, text) for conversation in by_words]
    digest = blind_index(text, "audit.search")[:16]
    details = {"hits": len(found), "letters": len(text)}
    audit.record(SEARCHED, by=Actor.staff(user), on=f"search:{digest}", details=details)
    return found


def _by_name(visible: QuerySet[Conversation], text: str) -> QuerySet[Conversation]:
    text = text.strip()
    return visible.filter(Q(number__iexact=text) | Q(customer__in=customers.ids_matching(text))).order_by("-opened_at")


def _by_words(visible: QuerySet[Conversation], expression: str, limit: int, common: int) -> list[Conversation]:
    if not expression:
        return []
    matching = Message.objects.filter(search=SearchQuery(expression, config="simple", search_type="raw"))
    newest = matching.filter(conversation=OuterRef("pk")).order_by("-seq")
    # Ids sort by time (UUIDv7), so the newest are found at the end of the primary key.
    shown = visible.annotate(hit_text=Subquery(newest.values("text")[:1]), hit_seq=Subquery(newest.values("seq")[:1]))
    shown = shown.order_by("-pk")
    if matching.order_by()[common : common + 1].exists():
        found = list(_recent(visible, shown).filter(hit_seq__isnull=False)[:limit])
        if len(found) == limit:
            return found
    return list(shown.filter(pk__in=matching.values("conversation_id"))[:limit])


def _recent(visible: QuerySet[Conversation], shown: Any) -> Any:
    """The newest of those one may see."""
    oldest = visible.order_by("-pk").values_list("pk", flat=True)[RECENT : RECENT + 1].first()
    return shown.filter(pk__gt=oldest) if oldest else shown


def _hit(conversation: Any, text: str) -> dict[str, Any]:
    return {
        **card_json(conversation),
        "snippet": visible(_snippet(conversation.hit_text, text)),
        "seq": conversation.hit_seq,
    }


def _snippet(said: str, asked: str) -> str:
    """The words around the first piece that was asked for."""
    pieces = [asked.strip(), *asked.split()]
    places = [place for piece in pieces if (place := said.casefold().find(piece.casefold())) >= 0]
    start = max(0, (places[0] if places else 0) - _AROUND)
    end = start + 3 * _AROUND
    return visible(("…" if start else "") + said[start:end].strip() + ("…" if end < len(said) else ""))
