"""The secrets of an installation: made on first start, one file each, readable by nobody else."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(folder: Path, name: str, make: Callable[[], str]) -> str:
    """The secret in `folder`/`name`, made if there is none. Two processes starting together agree on one."""
    path = folder / name
    if not path.exists():
        _write_once(path, make())
    return path.read_text().strip()


def new_signing_key() -> str:
    return secrets.token_urlsafe(64)


def new_field_key() -> str:
    """256 random bits for AES-256-GCM, in base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def field_keys(folder: Path) -> dict[str, str]:
    """The key ring of encrypted fields, by number: the files field-1, field-2 …; the highest number encrypts."""
    kept(folder, "field-1", new_field_key)
    numbers = sorted(int(path.name.removeprefix("field-")) for path in folder.glob("field-*"))
    return {str(number): (folder / f"field-{number}").read_text().strip() for number in numbers}


def parse_field_keys(written: str) -> dict[str, str]:
    """`1:base64,2:base64` as one has it from a secret store."""
    ring = dict(pair.strip().split(":", 1) for pair in written.split(","))
    if any(len(base64.b64decode(key)) != 32 for key in ring.values()):
        raise ValueError("a key is not 32 bytes")
    return ring


def readable_by_others(folder: Path) -> list[Path]:
    """The key files, or their folder, that others on this machine may read."""
    return [path for path in [folder, *sorted(folder.glob("*"))] if path.exists() and path.stat().st_mode & 0o077]


def _write_once(path: Path, secret: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
