"""Which model hears: what kind lies in the bank's folder, told from what is in it; else the shipped one.

A folder that cannot be loaded is told before anything tries: some of the libraries end their whole process over a file
that is missing or that was made for another program. What is lacking has a code here; `speech.lacks` has the words.
"""

import hashlib
import mmap
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from foyer.assistant.speech.hearing import shipped

NEEDS = {"whisper": "faster_whisper"}  # every other kind is sherpa-onnx's
FILES: dict[str, tuple[str, ...]] = {
    "whisper": ("model.bin", "config.json", "tokenizer.json"),
    "transducer": ("*encoder*.onnx", "*decoder*.onnx", "*joiner*.onnx", "*tokens.txt"),
    "sherpa_whisper": ("*encoder*.onnx", "*decoder*.onnx", "*tokens.txt"),
    "sense_voice": ("model*.onnx", "*tokens.txt"),
    "paraformer": ("model*.onnx", "*tokens.txt"),
}
SAYS: dict[
    str, tuple[str, tuple[str, ...]]
] = {  # what sherpa-onnx reads of each kind in a file itself: its authors' own export does not have it
    "transducer": ("*coder*.onnx", ("context_size", "pred_rnn_layers")),
    "sherpa_whisper": ("*encoder*.onnx", ("n_text_layer",)),
    "sense_voice": ("model*.onnx", ("lang_auto",)),
    "paraformer": ("model*.onnx", ("neg_mean",)),
}
POINTER = b"version https://git-lfs"
SUMS = "SHA256SUMS"


class UnknownModel(Exception):
    """The folder holds no model of a kind we know, or one that is not what its list of hashes says."""


@dataclass(frozen=True)
class Found:
    kind: str
    folder: str = ""


@dataclass(frozen=True)
class Lack:
    """What keeps a folder from being loaded: no_folder, unknown, incomplete, not_fetched, foreign, no_package."""

    code: str
    folder: str
    kind: str = ""
    names: tuple[str, ...] = ()


def find(folder: str) -> Found | None:
    """The model that would be loaded, if its package is here; None where speech cannot be heard at all."""
    if not folder:
        return Found("shipped") if shipped.is_here() else None
    return None if lack_of(folder) else Found(kind_of(Path(folder)), folder)


def lack_of(folder: str) -> Lack | None:
    """What is wrong with the bank's folder; None where it can be loaded."""
    place = Path(folder)
    if not place.is_dir():
        return Lack("no_folder", folder)
    try:
        kind = kind_of(place)
    except UnknownModel:
        return Lack("unknown", folder)
    missing = tuple(pattern for pattern in FILES[kind] if not any(place.glob(pattern)))
    if missing:
        return Lack("incomplete", folder, kind, missing)
    return _lack_within(place, kind) or _lack_of_package(folder, kind)


def _lack_within(place: Path, kind: str) -> Lack | None:
    """A file that is a stand-in for one that was not fetched, or that another program's export made."""
    files = [path for pattern in FILES[kind] for path in sorted(place.glob(pattern))]
    hollow = tuple(path.name for path in files if is_hollow(path))
    if hollow:
        return Lack("not_fetched", str(place), kind, hollow)
    pattern, keys = SAYS.get(kind, ("", ()))
    made = sorted(place.glob(pattern)) if keys else []
    is_foreign = bool(made) and not any(_says(path, key) for path in made for key in keys)
    return Lack("foreign", str(place), kind, (*(path.name for path in made), keys[0])) if is_foreign else None


def _lack_of_package(folder: str, kind: str) -> Lack | None:
    package = NEEDS.get(kind, "sherpa_onnx")
    return None if find_spec(package) else Lack("no_package", folder, kind, (package,))


def is_hollow(path: Path) -> bool:
    """Whether a file is empty, or only points at one that was not fetched."""
    with path.open("rb") as file:
        begins = file.read(len(POINTER))
    return not begins or begins == POINTER


def _says(path: Path, key: str) -> bool:
    """Whether the file has a note of that name; such notes stand at its end."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.rfind(key.encode()) >= 0


def kind_of(folder: Path) -> str:
    """Told from the files: each kind of model is published with names of its own. Raises UnknownModel."""
    if (folder / "model.bin").exists():
        return "whisper"
    if any(folder.glob("*joiner*.onnx")):
        return "transducer"
    if any(folder.glob("*encoder*.onnx")) or any(folder.glob("*decoder*.onnx")):
        return "sherpa_whisper"
    if any(folder.glob("model*.onnx")):
        tokens = next(folder.glob("*tokens.txt"), None)
        speaks = tokens is not None and "<|zh|>" in tokens.read_text(errors="replace")
        return "sense_voice" if speaks else "paraformer"
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
