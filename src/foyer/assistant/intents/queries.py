"""The reads that pages use; each with its joins, none with a query for every row."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from foyer.assistant.intents.content import intent_of
from foyer.assistant.models import Correction, Intent, IntentPhrasing, IntentVersion

MOST_VERSIONS = 20


def intents(text: str = "") -> QuerySet[Intent]:
    """Every intent with how many phrasings it has in each language; those that are learned first."""
    rows = Intent.objects.annotate(
        zh_count=Count("phrasings", filter=Q(phrasings__lang="zh")),
        en_count=Count("phrasings", filter=Q(phrasings__lang="en")),
    )
    if text:
        by_name = Q(name__zh__icontains=text) | Q(name__en__icontains=text) | Q(code__icontains=text)
        having = IntentPhrasing.objects.filter(text__icontains=text).values("intent")
        rows = rows.filter(by_name | Q(pk__in=having))
    return rows.order_by("retired_at", "code")


def names() -> dict[str, Any]:
    """What each code is called, retired ones too."""
    return {intent.code: intent.name for intent in Intent.objects.all()}


def choices() -> list[Intent]:
    """What a colleague may choose from, by name."""
    return sorted(Intent.objects.filter(retired_at=None), key=lambda intent: str(intent.name))


def phrasings(code: str) -> tuple[Intent, list[IntentPhrasing]]:
    """An intent and its phrasings, Chinese first, the newest first."""
    intent = intent_of(code)
    return intent, list(intent.phrasings.order_by("-lang", "-added_at", "pk"))


def versions() -> list[IntentVersion]:
    """The newest versions with how far the one in training is."""
    return list(IntentVersion.objects.select_related("progress").defer("report")[:MOST_VERSIONS])


def live_version() -> IntentVersion | None:
    return IntentVersion.objects.filter(state=IntentVersion.State.LIVE).first()


def changed_since(version: IntentVersion | None) -> int:
    """How many phrasings were added since a version was trained."""
    rows = IntentPhrasing.objects.filter(intent__retired_at=None)
    return rows.filter(added_at__gt=version.trained_at).count() if version else rows.count()


def corrections(limit: int = 200) -> list[Correction]:
    """What waits for review, the oldest first."""
    rows = Correction.objects.filter(state=Correction.State.WAITING).select_related("intent")
    return list(rows.order_by("at")[:limit])


def correction_count() -> int:
    return Correction.objects.filter(state=Correction.State.WAITING).count()
