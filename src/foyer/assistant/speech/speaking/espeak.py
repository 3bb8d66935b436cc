"""eSpeak NG: Mandarin, Cantonese and English, small, quick, plain. It is free software under GPL-3.0.

Foyer links no line of it into itself. Where the bank has installed the program (`apt-get install espeak-ng`), it is
started as a program. Otherwise the library inside the optional package `espeakng-loader` is opened by the child
process of `workshop`, which does nothing else.
"""

import ctypes
import shutil
import subprocess
from importlib.util import find_spec
from typing import Any

import numpy as np

from foyer.assistant.speech import wav
from foyer.assistant.speech.sound import Sound

VOICES = {"zh": "cmn", "yue": "yue", "en": "en-us"}
WORDS_A_MINUTE = {"zh": 150, "yue": 150, "en": 160}
_RETRIEVAL, _UTF8, _IPA, _RATE = 2, 1, 2, 1
SECONDS = 20


def is_here() -> bool:
    return shutil.which("espeak-ng") is not None or find_spec("espeakng_loader") is not None


class Espeak:
    """One language of eSpeak NG, by the program or by the library."""

    def __init__(self, language: str) -> None:
        self.language, self.name = language, f"espeak-ng {VOICES[language]}"
        self.library = None if find_spec("espeakng_loader") is None else Library.opened()

    def say(self, text: str, *, pace: float = 1.0) -> Sound:
        plain = text.replace("[[", "").replace("]]", "")  # the program would take these for sounds
        speed = max(80, min(450, round(WORDS_A_MINUTE[self.language] * pace)))
        if self.library:
            return self.library.say(plain, VOICES[self.language], speed)
        return _by_program(plain, VOICES[self.language], speed)


def _by_program(text: str, voice: str, speed: int) -> Sound:
    done = subprocess.run(
        ["espeak-ng", "--stdin", "--stdout", "-b", "1", "-v", voice, "-s", str(speed)],
        input=text.encode(), capture_output=True, timeout=SECONDS, check=True,
    )  # fmt: skip
    return wav.read(done.stdout, most_seconds=600)


class Library:
    """libespeak-ng, which has one state for the whole process: opened once, used by one caller at a time."""

    _only: "Library | None" = None

    @classmethod
    def opened(cls) -> "Library":
        cls._only = cls._only or cls()
        return cls._only

    def __init__(self) -> None:
        import espeakng_loader

        self.lib: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        self.rate: int = self.lib.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0)
        self.parts: list[bytes] = []
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
        self.heard = kind(self._hear)  # kept: the library calls it for as long as it lives
        self.lib.espeak_SetSynthCallback(self.heard)
        self.lib.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def say(self, text: str, voice: str, speed: int) -> Sound:
        self.parts.clear()
        self.lib.espeak_SetVoiceByName(voice.encode())
        self.lib.espeak_SetParameter(_RATE, speed, 0)
        written = text.encode() + b"\0"
        self.lib.espeak_Synth(written, len(written), 0, 1, 0, _UTF8, None, None)
        self.lib.espeak_Synchronize()
        return Sound(np.frombuffer(b"".join(self.parts), np.int16).astype(np.float32) / 32768, self.rate)

    def sounds_of(self, text: str, voice: str) -> str:
        """The text in the International Phonetic Alphabet, as Piper's voices were taught."""
        self.lib.espeak_SetVoiceByName(voice.encode())
        left = ctypes.c_char_p(text.encode())
        found = []
        while left.value:
            part = self.lib.espeak_TextToPhonemes(ctypes.byref(left), _UTF8, _IPA)
            found.append((part or b"").decode())
        return " ".join(found)

    def _hear(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self.parts.append(ctypes.string_at(samples, count * 2))
        return 0
