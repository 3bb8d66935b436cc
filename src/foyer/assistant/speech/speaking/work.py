"""What the child does for speaking: words in, a labelled WAV file out. A voice is loaded when it is first needed."""

from collections.abc import Callable
from functools import cache
from typing import Any

from foyer.assistant.speech import wav
from foyer.assistant.speech.speaking import Voice, finding

MOST_LETTERS = 600


def work(settings: dict[str, Any]) -> Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]:
    @cache
    def voice(language: str) -> Voice:
        return finding.load(language, settings["folders"].get(language, ""), threads=settings.get("threads", 1))

    def one(asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        chosen = voice(asked["language"])
        sound = chosen.say(asked["text"][:MOST_LETTERS], pace=asked.get("pace", 1.0))
        label = wav.aigc(asked["producer"], asked["number"])
        file = wav.write(sound, encoding=asked.get("encoding", "pcm16"), label=label)
        return {"seconds": round(sound.seconds, 3), "voice": chosen.name}, file

    return one
