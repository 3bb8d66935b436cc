"""Which model hears: what kind lies in the bank's folder, told from what is in it; else the shipped one."""

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from foyer.assistant.speech.hearing import shipped

NEEDS = {"whisper": "faster_whisper"}  # every other kind is sherpa-onnx's
SUMS = "SHA256SUMS"


class UnknownModel(Exception):
    """The folder holds no model of a kind we know, or one that is not what its list of hashes says."""


@dataclass(frozen=True)
class Found:
    kind: str
    folder: str = ""


def find(folder: str) -> Found | None:
    """The model that would be loaded, if its package is here; None where speech cannot be heard at all."""
    if not folder:
        return Found("shipped") if shipped.is_here() else None
    try:
        kind = kind_of(Path(folder))
    except UnknownModel:
        return None
    return Found(kind, folder) if find_spec(NEEDS.get(kind, "sherpa_onnx")) else None


def kind_of(folder: Path) -> str:
    """Told from the files: each kind of model is published with names of its own. Raises UnknownModel."""
    if (folder / "model.bin").exists() and (folder / "config.json").exists():
        return "whisper"
    if any(folder.glob("*joiner*.onnx")):
        return "transducer"
    if any(folder.glob("*encoder*.onnx")) and any(folder.glob("*decoder*.onnx")):
        return "sherpa_whisper"
    tokens = next(folder.glob("*tokens.txt"), None)
    if tokens and any(folder.glob("model*.onnx")):
        return "sense_voice" if "<|zh|>" in tokens.read_text(errors="replace") else "paraformer"
    raise UnknownModel(f"{folder} holds no model of a kind we know")


def check(folder: Path) -> None:
    """Where the bank keeps a list of hashes beside its model (`sha256sum * > SHA256SUMS`), the model is that one."""
    if not (folder / SUMS).exists():
        return
    for line in (folder / SUMS).read_text().splitlines():
        pinned, _, name = line.partition(" ")
        path = folder / name.strip(" *")
        if not path.is_file() or _sha256(path) != pinned:
            raise UnknownModel(f"{path.name} is not what {SUMS} says")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
