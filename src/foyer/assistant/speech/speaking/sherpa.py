"""Voices through sherpa-onnx: VITS and MeloTTS, Matcha, Kokoro, each from the folder as its authors publish it."""

from pathlib import Path
from typing import Any

import numpy as np

from foyer.assistant.speech.hearing.sherpa import one
from foyer.assistant.speech.sound import Sound


class Sherpa:
    """One voice of sherpa-onnx."""

    def __init__(self, folder: str, *, threads: int = 1) -> None:
        import sherpa_onnx

        place = Path(folder)
        model = sherpa_onnx.OfflineTtsModelConfig(**_model(place, sherpa_onnx), num_threads=threads, provider="cpu")
        rules = ",".join(str(path) for path in sorted(place.glob("*.fst")))
        self.voice: Any = sherpa_onnx.OfflineTts(sherpa_onnx.OfflineTtsConfig(model=model, rule_fsts=rules))
        self.name = f"sherpa {place.name}"

    def say(self, text: str, *, pace: float = 1.0) -> Sound:
        made = self.voice.generate(text, sid=0, speed=pace)
        return Sound(np.clip(np.asarray(made.samples, np.float32), -1, 1), int(made.sample_rate))


def _model(folder: Path, sherpa_onnx: Any) -> dict[str, Any]:
    """The settings of the kind of voice that the folder's files tell of."""
    common = {"tokens": one(folder, "tokens.txt"), **_beside(folder)}
    if (folder / "voices.bin").exists():
        voices = str(folder / "voices.bin")
        return {
            "kokoro": sherpa_onnx.OfflineTtsKokoroModelConfig(model=one(folder, "model*.onnx"), voices=voices, **common)
        }
    vocoder = [str(path) for path in [*folder.glob("*vocos*.onnx"), *folder.glob("*hifigan*.onnx")]]
    if vocoder:
        acoustic = one(folder, "model*.onnx")
        return {
            "matcha": sherpa_onnx.OfflineTtsMatchaModelConfig(acoustic_model=acoustic, vocoder=vocoder[0], **common)
        }
    return {"vits": sherpa_onnx.OfflineTtsVitsModelConfig(model=one(folder, "*.onnx"), **common)}


def _beside(folder: Path) -> dict[str, str]:
    """A dictionary of words, or eSpeak's data, whichever the voice was published with."""
    found = {}
    lexicons = [str(path) for path in sorted(folder.glob("lexicon*.txt"))]
    if lexicons:
        found["lexicon"] = ",".join(lexicons)
    if (folder / "espeak-ng-data").is_dir():
        found["data_dir"] = str(folder / "espeak-ng-data")
    return found
