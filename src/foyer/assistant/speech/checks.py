"""What is wrong with the folders that the bank named for speech, told at start and by `foyer manage check`."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from foyer.assistant.speech import lacks
from foyer.assistant.speech.hearing import finding as hearing
from foyer.assistant.speech.hearing.finding import Lack
from foyer.assistant.speech.speaking import finding as speaking


@register("speech")
def speech_folders_can_be_loaded(**_options: Any) -> list[CheckMessage]:
    """The house starts without them; whoever runs it should know why nobody is heard."""
    return (
        [Warning(f"{name}: {lacks.said(lack)}", lacks.mend(lack), id="speech.W001") for name, lack in _lacking()]
        if settings.FOYER_SPEECH
        else []
    )


def _lacking() -> Iterator[tuple[str, Lack]]:
    folder = settings.FOYER_SPEECH_MODEL
    if folder and (lack := hearing.lack_of(folder)):
        yield "FOYER_SPEECH_MODEL", lack
    for language, voice in settings.FOYER_SPEECH_VOICES.items():
        if voice and (lack := speaking.lack_of(voice)):
            yield f"FOYER_SPEECH_VOICE_{language.upper()}", lack
