"""Piper's voices: a folder with one `*.onnx` and its `*.onnx.json`. Our own few lines, so no part of Piper is needed.

A Piper voice is a VITS network: the text becomes sounds of the phonetic alphabet (eSpeak NG), each sound a number of
the voice's own table, and the network turns the numbers into samples.
"""

import json
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np

from foyer.assistant.speech.sound import Sound
from foyer.assistant.speech.speaking.espeak import Library

BEGIN, END, BETWEEN = "^", "$", "_"


class Piper:
    """One voice. Those taught on eSpeak's sounds and those taught on plain characters are understood."""

    def __init__(self, folder: str, *, threads: int = 1) -> None:
        import onnxruntime

        path = next(Path(folder).glob("*.onnx"))
        about = json.loads(path.with_suffix(".onnx.json").read_text())
        self.name, self.rate = f"piper {path.stem}", int(about["audio"]["sample_rate"])
        self.numbers: dict[str, list[int]] = about["phoneme_id_map"]
        self.is_text = about.get("phoneme_type") == "text"
        self.voice: str = about.get("espeak", {}).get("voice", "en-us")
        self.manner: dict[str, float] = about.get("inference", {})
        self.has_speakers = int(about.get("num_speakers", 1)) > 1
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.network: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def say(self, text: str, *, pace: float = 1.0) -> Sound:
        numbers = self._numbers(text)
        scales = [
            self.manner.get("noise_scale", 0.667),
            self.manner.get("length_scale", 1.0) / pace,
            self.manner.get("noise_w", 0.8),
        ]
        told: dict[str, Any] = {
            "input": np.array([numbers], np.int64),
            "input_lengths": np.array([len(numbers)], np.int64),
            "scales": np.array(scales, np.float32),
        }
        if self.has_speakers:
            told["sid"] = np.array([0], np.int64)
        samples = self.network.run(None, told)[0].reshape(-1)
        return Sound(np.clip(samples, -1, 1).astype(np.float32), self.rate)

    def _numbers(self, text: str) -> list[int]:
        sounds = text if self.is_text else Library.opened().sounds_of(text, self.voice)
        found = list(self.numbers[BEGIN])
        for sound in unicodedata.normalize("NFD", sounds):
            if sound in self.numbers:
                found += [*self.numbers[BETWEEN], *self.numbers[sound]]
        return [*found, *self.numbers[BETWEEN], *self.numbers[END]]
