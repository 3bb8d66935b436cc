"""How speech is used and how long it takes."""

from foyer.base import measures
from foyer.base.text import Bilingual

hearings = measures.counter(
    "assistant.speech_heard",
    name=Bilingual(zh="语音提问", en="Spoken questions"),
    dimensions=("lang", "outcome"),
)
hearing_seconds = measures.duration(
    "assistant.speech_hearing",
    name=Bilingual(zh="说完到出文字的时间", en="Time from the end of speech to its words"),
    dimensions=("lang",),
)
sayings = measures.counter(
    "assistant.speech_said",
    name=Bilingual(zh="语音朗读", en="Sentences read aloud"),
    dimensions=("lang",),
)
saying_seconds = measures.duration(
    "assistant.speech_saying",
    name=Bilingual(zh="合成一句语音的时间", en="Time to synthesise a sentence"),
    dimensions=("lang",),
)


def heard(language: str, outcome: str, *, seconds: float) -> None:
    """Count one spoken question: `words`, `nothing` or `failed`."""
    hearings.add(1, lang=language, outcome=outcome)
    if outcome != "failed":
        hearing_seconds.record(seconds, lang=language)


def said(language: str, *, seconds: float) -> None:
    sayings.add(1, lang=language)
    saying_seconds.record(seconds, lang=language)
