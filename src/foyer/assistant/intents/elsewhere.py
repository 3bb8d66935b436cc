"""What no intent is about: sentences by which a version learns to say "none of these".

They come with Foyer in both languages and are a class of their own beside the intents. A bank may come to have an
intent about something of the kind: then its phrasings count, and a sentence much like one of them is left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml
from django.apps import apps

from foyer.assistant.intents.likeness import Seen, likeness
from foyer.assistant.intents.model import Phrasings
from foyer.assistant.intents.regression import Rows
from foyer.assistant.intents.words import Words

MORE, OFF_TOPIC = "elsewhere.yaml", "off_topic.yaml"
Learned = tuple[tuple[str, ...], Rows, Seen]  # texts, the number of each one's intent, and how they are seen
TOO_LIKE = 0.75  # a phrasing of an intent, to be learned as something else


def shipped(*names: str) -> list[str]:
    """The sentences of these files, of both if none is named."""
    folder = Path(apps.get_app_config("assistant").path) / "fixtures"
    said = [yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in names or (OFF_TOPIC, MORE)]
    return list(dict.fromkeys(text for each in said for texts in each.values() for text in texts))


def followed_by(others: Phrasings | None, phrasings: Learned, words: Words, number: int) -> Learned:
    """The phrasings and behind them what is about something else, under a `number` of its own; without what a phrasing
    says much the same as."""
    texts, intents, seen = phrasings
    if others is None or not len(others.texts):
        return phrasings
    also = Seen(others.meanings, words.rows(others.texts))
    kept = np.flatnonzero(likeness(also, seen).max(axis=1) < TOO_LIKE)
    more = tuple(others.texts[row] for row in kept.tolist())
    return (*texts, *more), np.concatenate([intents, np.full(len(kept), number)]), seen.followed_by(also.take(kept))
