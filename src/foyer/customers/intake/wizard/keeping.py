"""Files that somebody brought to the wizard: each its bringer's only, gone after a day or when its source is saved.

They lie sealed, their names too; what reads them gets a path into memory.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.base.crypto import open_text, seal
from foyer.base.crypto.in_memory import InMemory
from foyer.base.crypto.streams import opened, sealing
from foyer.base.errors import NotFound, Refusal
from foyer.base.ids import new_id
from foyer.customers.intake.wizard.previewing import SUFFIXES, UploadNotUsable
from foyer.customers.models import RegisteredSource
from foyer.customers.sources import registry, trusting
from foyer.customers.sources.reading import parse

KEPT_SECONDS = 86_400


class NoSuchUpload(NotFound):
    code = "no_such_upload"
    message = _("The upload is no longer here.")
    mend = _("Bring the file again.")


class SourceExists(Refusal):
    code = "source_exists"
    message = _("There is a source of this code already.")
    mend = _("Choose another code.")


@dataclass(frozen=True)
class Upload:
    """A file at hand; `name` is what its bringer calls it, `lies` where it is, sealed."""

    id: UUID
    lies: Path
    name: str

    @property
    def path(self) -> Path:
        """Where it can be read in clear, for as long as this object is held."""
        return self._in_clear.path

    @cached_property
    def _in_clear(self) -> InMemory:
        with opened(self.lies.open("rb"), _context(self.id, "rows")) as file:
            return InMemory(file, self.lies.name)


def keep(chunks: Iterable[bytes], name: str, *, by: Actor) -> Upload:
    """Store a file for its bringer. Raises UploadNotUsable for a kind of file that is not taken."""
    name = Path(name.replace("\\", "/")).name[:200]
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UploadNotUsable(mend=_("Bring a CSV, Excel or Parquet file, packed with gzip or zip or not."))
    _sweep()
    upload_id = new_id()
    folder = _folder(by) / str(upload_id)
    folder.mkdir(parents=True, mode=0o700)
    lies = folder / f"rows{''.join(Path(name).suffixes[-2:]).lower()}"
    with lies.open("wb") as file:
        file.writelines(sealing(chunks, _context(upload_id, "rows")))
    (folder / "name").write_text(seal(name, _context(upload_id, "name")), encoding="utf-8")
    return Upload(upload_id, lies, name)


def kept(upload_id: UUID, *, by: Actor) -> Upload:
    """The file that this colleague brought, or NoSuchUpload."""
    folder = _folder(by) / str(upload_id)
    found = sorted(folder.glob("rows*")) if folder.is_dir() else []
    if not found:
        raise NoSuchUpload
    name = open_text((folder / "name").read_text(encoding="utf-8"), _context(upload_id, "name"))
    return Upload(upload_id, found[0], name)


@transaction.atomic
def save(upload: Upload, mapping: str, *, by: Actor) -> str:
    """Put the source on the bank's list and let the file go; its code. One that is believed more than usual waits there
    for a second person. Raises MappingNotValid, SourceExists.
    """
    source = parse(mapping, file="mapping.yaml")
    if RegisteredSource.objects.filter(code=source.code).exists():
        raise SourceExists
    registry.register(source, by=by)
    trusting.hold(source, by=by)
    transaction.on_commit(lambda: shutil.rmtree(upload.lies.parent, ignore_errors=True))
    return source.code


def _context(upload_id: UUID, what: str) -> str:
    return f"wizard: {upload_id} {what}"


def _folder(by: Actor) -> Path:
    return Path(settings.HOME) / "wizard" / str(by.id)


def _sweep() -> None:
    oldest = time.time() - KEPT_SECONDS
    for folder in (Path(settings.HOME) / "wizard").glob("*/*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
