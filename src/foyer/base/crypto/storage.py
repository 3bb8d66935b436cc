"""Where uploaded files lie: sealed on disk, in clear for whoever the application lets read them.

Django's default storage is this one, so no room has to think of it. Files from before it was stay readable and are
sealed by the next change of keys (`foyer keys rotate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, storages

from foyer.base.crypto.purposes import FILES
from foyer.base.crypto.rotation import rotates
from foyer.base.crypto.streams import LONGEST_LINE, is_current_file, is_sealed, opened, sealing, size_of


class SealedStorage(FileSystemStorage):
    """A folder of sealed files. The name is authenticated: a file put under another's name is refused."""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("A sealed file is written once and then only read.")
        return File(opened(Path(self.path(name)).open("rb"), _context(name)), name)

    def _save(self, name: str, content: Any) -> str:
        sealed = ContentFile(b"".join(sealing(content.chunks(), _context(name))))
        return str(super()._save(name, sealed))  # type: ignore[misc]  # Django's stubs leave it out

    def size(self, name: str) -> int:
        path = Path(self.path(name))
        with path.open("rb") as file:
            if not is_sealed(file):
                return path.stat().st_size
            return size_of(path.stat().st_size, file.readline(LONGEST_LINE))

    def seal_again(self) -> int:
        """Every file that is in clear or under an older key, under the current one; how many there were."""
        return sum(self._seal_again(path) for path in _files(Path(self.location)))

    def _seal_again(self, path: Path) -> bool:
        name = str(path.relative_to(self.location))
        with path.open("rb") as file:
            if is_current_file(file):
                return False
            content = opened(file, _context(name)).read()
        draft = path.with_name(f".{path.name}.sealing")
        draft.write_bytes(b"".join(sealing([content], _context(name))))
        draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
        return True


def _context(name: str) -> str:
    return f"file: {Path(name).as_posix()}"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


@rotates("files", FILES)
def reseal_files() -> int:
    """The uploaded files of the house."""
    storage = storages["default"]
    return storage.seal_again() if isinstance(storage, SealedStorage) else 0
