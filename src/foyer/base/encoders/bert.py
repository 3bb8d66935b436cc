"""A small BERT in plain numpy: a sentence-transformers folder with `model.safetensors` and `vocab.txt`, nothing else.

Weights are mapped from the file, so that all processes of a machine share one copy. The words of all sentences pass
through the dense layers as one matrix, without padding; only attention looks at each sentence alone.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foyer.base.encoders.errors import BadEncoder
from foyer.base.encoders.port import Array, of_length_one
from foyer.base.encoders.wordpiece import WordPiece

AT_ONCE = 256
_NUMBERS: dict[str, Any] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
_SLOPE = np.float32(np.sqrt(2 / np.pi))


@dataclass(frozen=True)
class Bert:
    """A model of the family of all-MiniLM-L6-v2: mean of the last layer's words, at length 1."""

    weights: dict[str, Array]
    cutter: WordPiece
    heads: int
    layers: int
    epsilon: float
    longest: int

    @classmethod
    def load(cls, folder: Path) -> Bert:
        """From its folder. Raises BadEncoder when something in it is missing or of another family."""
        try:
            about = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            if about["model_type"] != "bert":
                raise BadEncoder(why=f"{folder}: {about['model_type']}")
            weights = mapped(folder / "model.safetensors")
            cutter = WordPiece.load(folder / "vocab.txt", lower=_is_lower(folder))
            made = cls(
                weights, cutter, about["num_attention_heads"], about["num_hidden_layers"],
                float(about["layer_norm_eps"]), min(256, about["max_position_embeddings"]),
            )  # fmt: skip
            made.encode(["ok"])
        except (OSError, KeyError, ValueError, struct.error) as error:
            raise BadEncoder(why=f"{folder}: {type(error).__name__} {error}") from error
        return made

    @property
    def dimensions(self) -> int:
        return int(self.weights["embeddings.word_embeddings.weight"].shape[1])

    def encode(self, texts: Sequence[str]) -> Array:
        """One row of length 1 a text: the mean of its words after the last layer."""
        return self.layers_of(texts, (self.layers,))[:, 0]

    def layers_of(self, texts: Sequence[str], wanted: Sequence[int]) -> Array:
        """The same after each of some layers, counted from one: texts × layers × numbers."""
        pieces = [self.cutter.ids(text, self.longest) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        rows = np.empty((len(texts), len(wanted), self.dimensions), dtype=np.float32)
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            rows[some] = self._encode([pieces[place] for place in some], wanted)
        return rows

    def _encode(self, pieces: list[list[int]], wanted: Sequence[int]) -> Array:
        lengths = np.array([len(one) for one in pieces])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.concatenate([np.arange(length) for length in lengths])
        seen = self._embedded(np.concatenate(pieces), places)
        groups = _groups(lengths, starts)
        found = {}
        for number in range(self.layers):
            seen = self._layer(f"encoder.layer.{number}", seen, groups)
            if number + 1 in wanted:
                found[number + 1] = of_length_one(np.add.reduceat(seen, starts[:-1], axis=0) / lengths[:, None])
        return np.stack([found[number] for number in wanted], axis=1)

    def _embedded(self, ids: Any, places: Any) -> Array:
        seen = self.weights["embeddings.word_embeddings.weight"][ids]
        seen = seen + self.weights["embeddings.position_embeddings.weight"][places]
        seen += self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._normal("embeddings.LayerNorm", seen)

    def _layer(self, name: str, seen: Array, groups: list[Any]) -> Array:
        told = self._dense(f"{name}.attention.output.dense", self._attended(f"{name}.attention.self", seen, groups))
        seen = self._normal(f"{name}.attention.output.LayerNorm", told + seen)
        inner = _gelu(self._dense(f"{name}.intermediate.dense", seen))
        return self._normal(f"{name}.output.LayerNorm", self._dense(f"{name}.output.dense", inner) + seen)

    def _attended(self, name: str, seen: Array, groups: list[Any]) -> Array:
        """What each word takes from the others of its sentence; sentences of one length are done together."""
        queries, keys, values = (self._dense(f"{name}.{part}", seen) for part in ("query", "key", "value"))
        queries *= np.float32((seen.shape[1] / self.heads) ** -0.5)
        found = np.empty_like(seen)
        for rows in groups:  # sentences × words, as rows of `seen`
            asked, told, held = (self._by_head(part[rows]) for part in (queries, keys, values))
            weights = asked @ told.swapaxes(-1, -2)
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            found[rows] = (weights @ held).swapaxes(1, 2).reshape(*rows.shape, -1)
        return found

    def _by_head(self, part: Array) -> Array:
        sentences, words, width = part.shape
        return part.reshape(sentences, words, self.heads, width // self.heads).swapaxes(1, 2)

    def _dense(self, name: str, seen: Array) -> Array:
        told: Array = seen @ self.weights[f"{name}.weight"].T
        told += self.weights[f"{name}.bias"]
        return told

    def _normal(self, name: str, seen: Array) -> Array:
        seen = seen - seen.mean(axis=-1, keepdims=True)
        seen /= np.sqrt(np.einsum("ij,ij->i", seen, seen)[:, None] / seen.shape[1] + self.epsilon)
        seen *= self.weights[f"{name}.weight"]
        seen += self.weights[f"{name}.bias"]
        return seen


def mapped(path: Path) -> dict[str, Array]:
    """The tensors of a safetensors file, by name; their numbers stay in the file until they are used."""
    with path.open("rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        if length > 10_000_000:
            raise ValueError("no safetensors file")
        header = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    found = {}
    for name, about in header.items():
        kind = _NUMBERS.get(about.get("dtype"))
        if kind is not None:
            begin, end = about["data_offsets"]
            found[name] = np.asarray(data[begin:end].view(kind).reshape(about["shape"]), dtype=np.float32)
    return found


def _groups(lengths: Any, starts: Any) -> list[Any]:
    by_length: dict[int, list[int]] = defaultdict(list)
    for length, start in zip(lengths.tolist(), starts.tolist(), strict=False):
        by_length[length].append(start)
    return [np.add.outer(np.array(begins), np.arange(length)) for length, begins in by_length.items()]


def _gelu(seen: Array) -> Array:
    """By its usual tanh approximation: vectors differ from the exact ones in the fourth digit."""
    inner = seen * seen
    inner *= np.float32(0.044715)
    inner += 1
    inner *= seen
    inner *= _SLOPE
    np.tanh(inner, out=inner)
    inner += 1
    inner *= seen
    inner *= np.float32(0.5)
    return inner


def _is_lower(folder: Path) -> bool:
    path = folder / "tokenizer_config.json"
    return bool(json.loads(path.read_text(encoding="utf-8")).get("do_lower_case", True)) if path.exists() else True
