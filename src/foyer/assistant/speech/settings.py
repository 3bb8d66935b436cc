"""What the bank has set, and what is here: whether anybody can be heard, and which languages can be said."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from foyer.assistant.speech.hearing import finding as hearing
from foyer.assistant.speech.speaking import finding as speaking
from foyer.assistant.speech.workshop import Workshop

HEARING_SECONDS, SPEAKING_SECONDS = 45.0, 20.0
MOST_HEARINGS_WAITING, MOST_SAYINGS_WAITING = 6, 12
LANGUAGES = ("zh", "en")


def can_hear() -> bool:
    """Whether a recogniser is installed and speech is switched on."""
    return bool(settings.FOYER_SPEECH) and _found(settings.FOYER_SPEECH_MODEL) is not None


def can_say(language: str) -> bool:
    return bool(settings.FOYER_SPEECH) and _voice(settings.FOYER_SPEECH_VOICES.get(language, "")) is not None


def offered() -> dict[str, Any]:
    """What a page may offer: whether it may listen, and the languages it may read aloud."""
    return {"hears": can_hear(), "says": [language for language in LANGUAGES if can_say(language)]}


@lru_cache(maxsize=8)
def _found(folder: str) -> hearing.Found | None:
    """Looked for once in a process: a model that is installed later is offered after the next start."""
    return hearing.find(folder)


@lru_cache(maxsize=8)
def _voice(folder: str) -> speaking.Found | None:
    return speaking.find(folder)


def _for_hearing() -> dict[str, Any]:
    from foyer.assistant.speech.vocabulary import bank_words

    return {
        "folder": settings.FOYER_SPEECH_MODEL,
        "threads": settings.FOYER_SPEECH_THREADS or min(2, os.cpu_count() or 1),
        "words": bank_words("zh"),
    }


def _for_speaking() -> dict[str, Any]:
    return {"folders": settings.FOYER_SPEECH_VOICES, "threads": 1}


hearing_workshop = Workshop(
    "hearing", _for_hearing, most_waiting=MOST_HEARINGS_WAITING, patience=HEARING_SECONDS
)  # fmt: skip
speaking_workshop = Workshop(
    "speaking", _for_speaking, most_waiting=MOST_SAYINGS_WAITING, patience=SPEAKING_SECONDS
)  # fmt: skip


def stop() -> None:
    """End both children, as a web process does when it stops."""
    hearing_workshop.stop()
    speaking_workshop.stop()


def words_file() -> Path | None:
    return Path(settings.FOYER_SPEECH_WORDS) if settings.FOYER_SPEECH_WORDS else None
