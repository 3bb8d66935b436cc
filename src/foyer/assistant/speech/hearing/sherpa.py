"""Recognition through sherpa-onnx: SenseVoice (Mandarin, Cantonese, English, Japanese, Korean), Paraformer (Mandarin
and its dialects, English), Whisper, and transducers, each from the folder as its authors publish it."""

from pathlib import Path
from typing import Any

from foyer.assistant.speech.hearing import NOTHING, Heard
from foyer.assistant.speech.sound import RATE, Sound

QUIET = 0.001


class Sherpa:
    """One of sherpa-onnx's offline recognisers. It gives no probabilities, so the sureness is that of its kind."""

    SURENESS = 0.9

    def __init__(self, kind: str, folder: str, *, words: list[str] | None = None, threads: int = 2) -> None:
        self.name, self.kind = f"{kind} {Path(folder).name}", kind
        self.recogniser = _MAKERS[kind](Path(folder), threads, words or [])

    def hear(self, sound: Sound, *, language: str, words: list[str], quick: bool = False) -> Heard:
        if sound.loudness < QUIET:
            return NOTHING
        stream = self.recogniser.create_stream()
        stream.accept_waveform(RATE, sound.at(RATE).samples)
        self.recogniser.decode_stream(stream)
        text = str(stream.result.text).strip()
        spoken = str(getattr(stream.result, "lang", "")).strip("<|>") or language
        return Heard(text, spoken, self.SURENESS) if text else NOTHING


def _sense_voice(folder: Path, threads: int, words: list[str]) -> Any:
    from sherpa_onnx import OfflineRecognizer

    return OfflineRecognizer.from_sense_voice(
        model=one(folder, "model*.onnx"), tokens=one(folder, "*tokens.txt"), num_threads=threads, use_itn=False
    )


def _paraformer(folder: Path, threads: int, words: list[str]) -> Any:
    from sherpa_onnx import OfflineRecognizer

    return OfflineRecognizer.from_paraformer(
        paraformer=one(folder, "model*.onnx"), tokens=one(folder, "*tokens.txt"), num_threads=threads
    )


def _whisper(folder: Path, threads: int, words: list[str]) -> Any:
    from sherpa_onnx import OfflineRecognizer

    return OfflineRecognizer.from_whisper(
        encoder=one(folder, "*encoder*.onnx"), decoder=one(folder, "*decoder*.onnx"),
        tokens=one(folder, "*tokens.txt"), num_threads=threads,
    )  # fmt: skip


def _transducer(folder: Path, threads: int, words: list[str]) -> Any:
    """The kind that takes the bank's words while it searches: a beam that prefers them."""
    from sherpa_onnx import OfflineRecognizer

    boosted = {"decoding_method": "modified_beam_search", "hotwords_score": 1.5} if words else {}
    return OfflineRecognizer.from_transducer(
        encoder=one(folder, "*encoder*.onnx"), decoder=one(folder, "*decoder*.onnx"),
        joiner=one(folder, "*joiner*.onnx"), tokens=one(folder, "*tokens.txt"), num_threads=threads,
        hotwords_file=_kept(folder, words) if words else "", **boosted,
    )  # fmt: skip


def _kept(folder: Path, words: list[str]) -> str:
    """sherpa-onnx reads the words from a file: one a line."""
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write("\n".join(words))
    return file.name


def one(folder: Path, pattern: str) -> str:
    """The file of this kind; where there is one in 8-bit integers beside it, that one: it is meant for CPUs."""
    found = sorted(folder.glob(pattern), key=lambda path: (".int8." not in path.name, path.name))
    if not found:
        raise FileNotFoundError(f"{folder}: {pattern}")
    return str(found[0])


_MAKERS: dict[str, Any] = {
    "sense_voice": _sense_voice,
    "paraformer": _paraformer,
    "sherpa_whisper": _whisper,
    "transducer": _transducer,
}
KINDS = tuple(_MAKERS)
