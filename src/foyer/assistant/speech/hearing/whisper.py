"""Whisper through faster-whisper: from a folder in CTranslate2's form, or from the shipped files."""

from typing import Any

from foyer.assistant.speech.hearing import NOTHING, Heard
from foyer.assistant.speech.hearing.phantoms import is_phantom
from foyer.assistant.speech.hearing.recital import is_recital
from foyer.assistant.speech.sound import RATE, Sound

LEADS = {"zh": "以下是普通话的句子，银行客服：", "en": "A question to the bank: "}
"""Whisper goes on in the manner of what it believes was said before: simplified characters, a bank's words."""

QUIET = 0.001  # a microphone that hears nothing; Whisper would invent something
NO_SPEECH, SAID_TWICE = 0.8, 2.4  # above these a part is silence, or a loop of the same words
SURE_ENOUGH = 0.45  # of what is left when the list was recited first


class Whisper:
    """Any of OpenAI's Whisper models, or one made from them. A prompt of the bank's words tells it what to expect."""

    def __init__(self, name: str, folder: str, *, files: dict[str, bytes] | None = None, threads: int = 2) -> None:
        from faster_whisper import WhisperModel

        self.name = name
        self.model: Any = WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True, files=files
        )

    def hear(self, sound: Sound, *, language: str, words: list[str], quick: bool = False) -> Heard:
        """Who recites the bank's words instead of hearing listens once more without them; in a hurry, not at all."""
        if sound.loudness < QUIET:
            return NOTHING
        heard = self._heard(sound, language, words, quick)
        if not words or not is_recital(heard.text, words):
            return heard
        again = NOTHING if quick else self._heard(sound, language, [], quick)
        return again if again.sureness >= SURE_ENOUGH and not is_recital(again.text, words) else NOTHING

    def _heard(self, sound: Sound, language: str, words: list[str], quick: bool) -> Heard:
        found, about = self.model.transcribe(
            sound.at(RATE).samples,
            language=None if language == "auto" else language,
            beam_size=1 if quick else 5,
            initial_prompt=_prompt(language, words),
            condition_on_previous_text=False,
            without_timestamps=True,
            vad_filter=not quick,
            temperature=0.0,
        )
        parts = [part for part in found if _is_speech(part)]
        if not parts:
            return NOTHING
        return Heard("".join(part.text for part in parts).strip(), about.language, _sureness(parts))


def _is_speech(part: Any) -> bool:
    """A part in which somebody spoke: neither silence, nor a loop, nor the model's habit."""
    return part.no_speech_prob < NO_SPEECH and part.compression_ratio <= SAID_TWICE and not is_phantom(part.text)


def _prompt(language: str, words: list[str]) -> str | None:
    if not words:
        return LEADS.get(language)
    return LEADS.get(language, "") + ("、" if language == "zh" else ", ").join(words)


def _sureness(parts: list[Any]) -> float:
    """The mean probability of a token, from the mean of the logarithms that Whisper gives."""
    from math import exp

    return round(exp(sum(part.avg_logprob for part in parts) / len(parts)), 3)
