"""An encoder in a folder of the bank: ONNX, or a BERT of the sentence-transformers kind.

The name of its vectors holds a digest of its files, so that an exchanged file is another encoder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from foyer.base.encoders.aided import aid_of
from foyer.base.encoders.bert import Bert
from foyer.base.encoders.errors import BadEncoder
from foyer.base.encoders.port import Array, of_length_one

ONNX = ("model.onnx", "onnx/model.onnx")
LONGEST = 256
AT_ONCE = 32


class Folder:
    """What lies in a folder, whichever of the two kinds it is."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise BadEncoder(why=f"{path} is no folder")
        onnx = next((path / name for name in ONNX if (path / name).is_file()), None)
        weights = onnx or path / "model.safetensors"
        if not weights.is_file():
            raise BadEncoder(why=f"{path} holds neither {ONNX[0]} nor model.safetensors")
        self._model: Any = Onnx(path, onnx) if onnx else Bert.load(path)
        tried = of_length_one(self._model.encode(["你好", "hello"]))
        if tried.ndim != 2 or not np.isfinite(tried).all():
            raise BadEncoder(why=f"{path} gives no vectors of sentences")
        self.dimensions = int(tried.shape[1])
        self.name = f"{path.name[:60]}@{digest(weights)[:16]}"
        self._aid = aid_of(self)

    def knows(self, text: str) -> bool:
        return True

    def encode(self, texts: Sequence[str]) -> Array:
        with self._aid.asked():
            return of_length_one(self._model.encode(texts))


class Onnx:
    """An ONNX graph with its tokenizer.json, run by onnxruntime (extra `encoders`)."""

    def __init__(self, folder: Path, graph: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise BadEncoder(why="ONNX folders need the extra foyer[encoders]") from error
        if not (folder / "tokenizer.json").is_file():
            raise BadEncoder(why=f"{folder} has no tokenizer.json")
        try:
            self._cutter = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the libraries raise errors of their own kinds
            raise BadEncoder(why=f"{folder}: {error}") from error
        self._cutter.enable_truncation(LONGEST)
        self._cutter.enable_padding(**_padding(folder))
        self._asked = {each.name for each in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Array:
        rows = [self._some(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)]
        return np.concatenate(rows)

    def _some(self, texts: Sequence[str]) -> Array:
        cut = self._cutter.encode_batch(list(texts))
        ids = np.array([one.ids for one in cut], dtype=np.int64)
        mask = np.array([one.attention_mask for one in cut], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        told = self._session.run(None, {name: value for name, value in given.items() if name in self._asked})[0]
        return self._pooled(np.asarray(told, dtype=np.float32), mask)

    @staticmethod
    def _pooled(told: Array, mask: Any) -> Array:
        """The mean over a sentence's words, where the graph gives words; sentences are taken as they are."""
        if told.ndim == 2:
            return told
        weights = mask[..., None].astype(np.float32)
        mean: Array = (told * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        return mean


def _padding(folder: Path) -> dict[str, Any]:
    """What the tokenizer fills short sentences up with."""
    path = folder / "config.json"
    about = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {"pad_id": int(about.get("pad_token_id") or 0), "pad_token": "[PAD]"}


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
