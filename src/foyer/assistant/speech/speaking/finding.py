"""Which voice speaks: the bank's folder for the language, else eSpeak NG where it is installed."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from foyer.assistant.speech.hearing.finding import Lack, is_hollow
from foyer.assistant.speech.speaking import Voice, espeak

NEEDS = {"piper": "onnxruntime", "sherpa": "sherpa_onnx"}


@dataclass(frozen=True)
class Found:
    kind: str
    folder: str = ""


def find(folder: str) -> Found | None:
    """The voice that would be loaded; None where nothing can be said aloud."""
    if not folder:
        return Found("espeak") if espeak.is_here() else None
    return None if lack_of(folder) else Found(kind_of(Path(folder)), folder)


def lack_of(folder: str) -> Lack | None:
    """What keeps a voice from being loaded; None where it can be."""
    place = Path(folder)
    if not place.is_dir():
        return Lack("no_folder", folder)
    kind = kind_of(place)
    if not kind:
        return Lack("no_voice", folder)
    hollow = tuple(path.name for path in sorted(place.glob("*.onnx")) if is_hollow(path))
    if hollow:
        return Lack("not_fetched", folder, kind, hollow)
    return None if find_spec(NEEDS[kind]) else Lack("no_package", folder, kind, (NEEDS[kind],))


def kind_of(folder: Path) -> str:
    """`piper`, `sherpa`, or empty where the folder holds no voice of a kind we know."""
    if any(folder.glob("*.onnx.json")):
        return "piper"
    return "sherpa" if any(folder.glob("*.onnx")) and (folder / "tokens.txt").exists() else ""


def load(language: str, folder: str, *, threads: int = 1) -> Voice:
    found = find(folder)
    if found is None:
        raise FileNotFoundError(folder or "espeak-ng")
    if found.kind == "piper":
        from foyer.assistant.speech.speaking.piper import Piper

        return Piper(folder, threads=threads)
    if found.kind == "sherpa":
        from foyer.assistant.speech.speaking.sherpa import Sherpa

        return Sherpa(folder, threads=threads)
    return espeak.Espeak(language)
