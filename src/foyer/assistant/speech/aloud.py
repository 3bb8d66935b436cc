"""Reading a message of the thread aloud, sentence by sentence, so that the first sound comes soon.

Only what stands in the reader's own conversation can be read, so nobody can have the bank's voice say words of theirs.
Every file carries the machine's label in its metadata, and with `notice` it is spoken before the first sentence.
"""

import re
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foyer.assistant import labelling
from foyer.assistant.speech import measures, settings
from foyer.assistant.speech.errors import NoSpeechHere
from foyer.assistant.speech.reading.say import say
from foyer.base.actors import Actor
from foyer.base.errors import NotFound
from foyer.base.text import Bilingual, detect_language
from foyer.conversations import queries as conversations

NOTICE = Bilingual(zh="以下为人工智能合成语音。", en="This is a synthetic voice.")
ENOUGH = {"zh": 40, "en": 110}  # letters that make a part worth fetching by itself
_END = re.compile(r"(?<=[。！？；!?])(?![”」』）)])|(?<=\.)\s+(?=[A-Z\"'(])|\n+")
_FOOT = re.compile(r"\n\n[^\n]*(?:AI 生成|AI-generated)\s*$")


@dataclass(frozen=True)
class Part:
    """One piece of a reading: a WAV file, and of how many it is one."""

    file: bytes
    parts: int
    language: str


def read_aloud(
    conversation_id: UUID, seq: int, *, part: int = 0, notice: bool = False, pace: float = 1.0, by: Actor
) -> Part:
    """One part of a message as sound. Raises NotFound, NoSpeechHere, SpeechBusy, SpeechFailed."""
    message = _message(conversation_id, seq, by)
    language = detect_language(message["text"])
    if not settings.can_say(language):
        raise NoSpeechHere
    sentences = parts_of(message["text"], language)
    if not 0 <= part < len(sentences):
        raise NotFound
    words = (NOTICE.in_(language) if notice and part == 0 else "") + say(sentences[part], language)
    started = time.monotonic()
    _told, file = settings.speaking_workshop.ask(
        {"text": words, "language": language, "pace": pace, "producer": labelling.PROVIDER,
         "number": f"speech-{message['id']}-{part}"}
    ).result()  # fmt: skip
    measures.said(language, seconds=time.monotonic() - started)
    return Part(file, len(sentences), language)


def parts_of(text: str, language: str) -> list[str]:
    """Sentences, short ones together. The source and label at the end are shown beside the words, so not read."""
    found: list[str] = []
    for sentence in filter(None, (piece.strip() for piece in _END.split(_FOOT.sub("", text)))):
        if len(found) > 1 and len(found[-1]) + len(sentence) < ENOUGH[language]:
            found[-1] += ("" if language == "zh" else " ") + sentence
        else:
            found.append(sentence)
    return found


def _message(conversation_id: UUID, seq: int, by: Actor) -> dict[str, Any]:
    """The message as this customer may see it, if it is words of the bank. Raises NotFound."""
    mine = conversations.conversation_of(by, conversation_id)
    found = conversations.thread(mine.pk, viewer="customer", after=seq - 1, limit=1)
    if not found or found[0]["seq"] != seq or not found[0]["text"].strip():
        raise NotFound
    if found[0]["author"]["kind"] == "customer" or found[0]["kind"] == "event":
        raise NotFound
    return found[0]
