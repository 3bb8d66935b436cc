"""The reads others may use."""

from typing import Any
from uuid import UUID

from foyer.assistant.explaining import explain
from foyer.assistant.feeling import Feeling, feeling
from foyer.assistant.models import Turn
from foyer.assistant.speech.settings import offered as offered_speech

__all__ = ["Feeling", "feeling", "offered_speech", "turns"]


def turns(conversation_id: UUID | str, limit: int = 50) -> list[dict[str, Any]]:
    """What the assistant decided in a conversation and why, newest first. The caller has checked who may read it."""
    rows = Turn.objects.filter(conversation_id=conversation_id).order_by("-at")[:limit]
    return [_turn_json(row) for row in rows]


def _turn_json(turn: Turn) -> dict[str, Any]:
    return {
        "message": str(turn.message_id),
        "kind": turn.kind,
        "outcome": turn.outcome,
        "reason": turn.reason,
        "article": {"code": turn.article_code, "version": turn.article_version} if turn.article_code else None,
        "offered": turn.offered,
        "lang": turn.lang,
        "confidence": turn.confidence,
        "reasons": explain(turn),
        "scores": turn.scores,
        "at": turn.at.isoformat(),
    }
