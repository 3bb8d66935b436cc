"""What customers asked and got no good answer to: told to knowledge, which keeps it without anything of them.

And the other way round: knowledge asks here whether a question would be answered now, by the same rule as in life.
"""

from collections.abc import Iterable
from typing import Any

from foyer.assistant.calibration import MOST_HITS, shipped
from foyer.assistant.deciding import AskAgain, Decision, HandOver, Offer, State
from foyer.assistant.events import QuestionMissed
from foyer.assistant.models import Turn
from foyer.assistant.understanding import understand
from foyer.base.events import on
from foyer.base.events import publish as tell
from foyer.conversations import queries as conversations
from foyer.knowledge import actions as knowledge_actions
from foyer.knowledge import queries as knowledge
from foyer.knowledge.judging import judged_by

LOOK_BACK = 12
_NEWEST = 2**31 - 1

Why = tuple[str, str, bool]  # why it counts, the article that was given, whether the question is the one before


def tell_what_was_missed(turn: Turn, decision: Decision, before: State) -> None:
    """Publish that a question had no good answer, if this decision shows it; ids only."""
    found = why_missed(decision, before)
    if found:
        why, article, is_earlier = found
        tell(QuestionMissed(turn.conversation_id, turn.message_id, why, article, is_earlier))


def why_missed(decision: Decision, before: State) -> Why | None:
    """What a decision shows of a missing answer; None for what does not."""
    said_no = "said_no" in decision.reasons
    given = before.answered
    match decision:
        case AskAgain():
            return ("refused" if said_no else "asked_again", given if said_no else "", said_no)
        case HandOver(reason="failed_twice"):
            return ("handed_over", given if said_no else "", said_no)
        case HandOver(reason="asked") if before.failures or before.offered:
            return ("handed_over", given, True)
        case Offer() if "repeated" in decision.reasons:
            return ("repeated", given, False)
    return None


@on(QuestionMissed)
def keep_what_was_missed(fact: QuestionMissed) -> None:
    """Look the words up and give them to knowledge, which takes out what is personal."""
    said = conversations.thread(fact.conversation_id, viewer="customer", before=_NEWEST, limit=LOOK_BACK)
    place = next((row for row, message in enumerate(said) if message["id"] == str(fact.message_id)), None)
    if place is None:
        return
    asked = _asked_before(said[:place]) if fact.is_earlier else said[place]
    if asked is not None:
        knowledge_actions.miss(
            asked["text"], lang=asked["lang"] or "zh", why=fact.why, source=f"message:{asked['id']}",
            article_code=fact.article_code,
        )  # fmt: skip


def _asked_before(earlier: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    asked = [one for one in earlier if one["author"]["kind"] == "customer" and one["text"].strip()]
    return asked[-1] if asked else None


@judged_by
def answered_with(text: str, lang: str) -> str:
    """The article this question would be answered with now, as the first of a conversation; empty for none. By words
    alone nothing is judged.
    """
    said = understand(text, language=lang)
    hits = knowledge.search(said.question, said.lang, limit=MOST_HITS)
    is_sure = shipped().may_answer(hits) and not hits[0].by_words
    return hits[0].article_code if is_sure else ""
