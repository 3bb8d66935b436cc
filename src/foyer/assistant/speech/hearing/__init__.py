"""Hearing: the port every recogniser stands behind.

A recogniser is made once from a folder and then hears one sound at a time. It is told the language (`auto` lets it
find out where it can) and the bank's own words, which it prefers where its kind of model allows; `quick` asks for what
can be said at once, while somebody is still speaking.
"""

from dataclasses import dataclass
from typing import Protocol

from foyer.assistant.speech.sound import Sound


@dataclass(frozen=True)
class Heard:
    """Words as the model wrote them, their language, and how sure it is of them (0 to 1)."""

    text: str
    language: str
    sureness: float


class Recogniser(Protocol):
    name: str

    def hear(self, sound: Sound, *, language: str, words: list[str], quick: bool = False) -> Heard: ...


NOTHING = Heard("", "", 0.0)
