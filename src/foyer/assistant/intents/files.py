"""A trained reader of intents as one file: arrays of numbers and a manifest in JSON, nothing that could be run.

The file is refused when its digest is not the one that was kept beside it in the database.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from foyer.assistant.intents.errors import BrokenFile
from foyer.assistant.intents.likeness import Seen
from foyer.assistant.intents.model import Model
from foyer.assistant.intents.sureness import Curve
from foyer.assistant.intents.words import Words

FORMAT = "foyer-intents-2"
READABLE = (FORMAT, "foyer-intents-1")  # the first knew nothing of what is about something else
_CURVES = ("right", "known")
_PARTS = ("mean", "scale", "coefficients")


def packed(model: Model) -> tuple[bytes, str]:
    """The file and its SHA-256."""
    manifest = {
        "format": FORMAT, "names": model.names, "texts": model.texts, "known_at": model.known_at,
        "encoders": list(model.seen.meanings), "entries": list(model.words.places),
        "first_letter": model.words.first[0], "first_word": model.words.first[1], "columns": model.seen.words.shape[1],
        "synonyms": model.words.groups, "ideas_in_chinese": model.words.in_chinese,
        "quick_known_at": model.quick.known_at if model.quick else None,
    }  # fmt: skip
    arrays: dict[str, Any] = {
        "manifest": np.frombuffer(json.dumps(manifest, ensure_ascii=False).encode(), dtype=np.uint8),
        "intents": model.intents, "rarity": model.words.rarity,
        **{f"words_{part}": getattr(model.seen.words, part) for part in ("data", "indices", "indptr")},
        **{f"meaning_{place}": vectors for place, vectors in enumerate(model.seen.meanings.values())},
        **_solved(model, ""), **(_solved(model.quick, "quick_") if model.quick else {}),
    }  # fmt: skip
    file = io.BytesIO()
    np.savez(file, **arrays)
    content = file.getvalue()
    return content, hashlib.sha256(content).hexdigest()


def _solved(model: Model, mark: str) -> dict[str, Any]:
    curves = {f"{mark}{name}_{part}": getattr(getattr(model, name), part) for name in _CURVES for part in _PARTS}
    return {f"{mark}weights": model.weights, **curves}


def unpacked(content: bytes, sha256: str) -> Model:
    """The model of a file. Raises BrokenFile when it is not the one that was kept."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BrokenFile
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _model(json.loads(arrays["manifest"].tobytes()), arrays)
    except (ValueError, KeyError, OSError) as error:
        raise BrokenFile from error


def _model(manifest: dict[str, Any], arrays: Any) -> Model:
    if manifest["format"] not in READABLE:
        raise ValueError(manifest["format"])
    entries = {entry: place for place, entry in enumerate(manifest["entries"])}
    begins = manifest.get("first_letter", 0), manifest["first_word"]
    groups = tuple(tuple(group) for group in manifest.get("synonyms", ()))
    words = Words(entries, arrays["rarity"], begins, groups, manifest.get("ideas_in_chinese", False))
    rows = tuple(arrays[f"words_{part}"] for part in ("data", "indices", "indptr"))
    texts = tuple(manifest["texts"])
    seen = Seen(
        {name: arrays[f"meaning_{place}"] for place, name in enumerate(manifest["encoders"])},
        sparse.csr_matrix(rows, shape=(len(texts), manifest["columns"])),
    )
    blank = Model(
        tuple(manifest["names"]), texts, arrays["intents"], words, seen, *_filled(arrays, ""),
        known_at=manifest["known_at"],
    )  # fmt: skip
    if manifest["quick_known_at"] is None:
        return blank
    first = next(iter(seen.meanings))
    weights, right, known = _filled(arrays, "quick_")
    quick = replace(
        blank, seen=Seen({first: seen.meanings[first]}, seen.words), weights=weights, right=right, known=known,
        known_at=manifest["quick_known_at"],
    )  # fmt: skip
    return replace(blank, quick=quick)


def _filled(arrays: Any, mark: str) -> tuple[Any, Curve, Curve]:
    right, known = (Curve(*(arrays[f"{mark}{name}_{part}"] for part in _PARTS)) for name in _CURVES)
    return arrays[f"{mark}weights"], right, known
