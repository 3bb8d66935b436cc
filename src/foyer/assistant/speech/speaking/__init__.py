"""Speaking: the port every voice stands behind. A voice is made once and says one short text at a time.

The text has already been made sayable (`reading`): a voice gets words, never figures. `pace` is 1 for the usual speed;
the large-type pages ask for a slower one.
"""

from typing import Protocol

from foyer.assistant.speech.sound import Sound


class Voice(Protocol):
    name: str

    def say(self, text: str, *, pace: float = 1.0) -> Sound: ...
