"""One encrypted file that brings everything back: the database, the uploaded files, the keys and the lake.

What is sealed (`backup_sealing`) is a tar whose last member, manifest.json, has the SHA-256 of each other member and
the row count of each table. The database is dumped in one snapshot while everything runs; files are read after it,
and since a file is stored before the row that names it and never rewritten, every file that the snapshot knows of is
there. Of the lake, each dataset's version of that moment is kept, a little newer than the rows: taking in again
changes nothing. A restore first reads the whole archive and compares every hash; then the database changes in one
transaction, then files and keys change place.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from psycopg import sql

from foyer.base.lake.saving import files_of_now
from foyer.config.env import env
from foyer.operations import backup_sealing, database, postgres
from foyer.operations.problem import Problem
from foyer.operations.words import _

FORMAT = 1
FOLDERS = ("files", "keys")
LAKE = "lake"
DUMP = "database.dump"
MANIFEST = "manifest.json"
_TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY 2
"""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    format: int
    saved_at: str
    server: int
    rows: dict[str, int]
    sums: dict[str, str]

    @property
    def file_count(self) -> int:
        return sum(name.startswith("files/") for name in self.sums)


def save(path: Path) -> Manifest:
    """Write the archive; it takes its place only when it is whole."""
    draft = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent.resolve(), prefix=".foyer-backup-") as scratch:
            dump = Path(scratch) / DUMP
            rows, server = _dump(dump)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                with backup_sealing.into(file) as target:
                    manifest = _write(target, dump, rows, server)
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
    except FileNotFoundError as error:
        raise Problem(
            _("The folder {folder} does not exist.").format(folder=path.parent), _("Make it first.")
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(path: Path, *, replace: bool = False, key: Path | None = None) -> Manifest:
    """Verify the archive to its last byte, then bring it back."""
    manifest = verify(path, key)
    if not replace and not _is_empty():
        raise Problem(
            _("There is data here already; nothing was touched."),
            _("To overwrite it, run the command again with --replace."),
        )
    with tempfile.TemporaryDirectory(dir=env.home, prefix=".restoring-") as scratch:
        with backup_sealing.out_of(path, key) as file, tarfile.open(fileobj=file, mode="r|") as archive:
            _unpack(archive, Path(scratch).resolve(), path)
        _load(Path(scratch) / DUMP)
        _compare(manifest)
        for folder in (*FOLDERS, LAKE):
            _swap(Path(scratch) / folder, env.home / folder)
    return manifest


def _unpack(archive: tarfile.TarFile, folder: Path, path: Path) -> None:
    """Plain files below `folder` and nothing else. By hand: extraction filters came with Python 3.11.4."""
    for member in archive:
        target = (folder / member.name).resolve()
        content = archive.extractfile(member) if member.isfile() and target.is_relative_to(folder) else None
        if content is None:
            raise _damaged(path, member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(member.mode & 0o755)


def verify(path: Path, key: Path | None = None) -> Manifest:
    """Read the archive through; every member must be the one that was saved, and none more or less."""
    seen: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with backup_sealing.out_of(path, key) as file, tarfile.open(fileobj=file, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise _damaged(path, member.name)
                if member.name == MANIFEST:
                    manifest = Manifest(**json.load(content))
                else:
                    seen[member.name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        raise Problem(_("There is no file {path}.").format(path=path)) from None
    except (tarfile.TarError, EOFError, ValueError, TypeError) as error:
        raise _damaged(path, str(error)) from error
    if manifest is None or manifest.format != FORMAT:
        raise _damaged(path, MANIFEST)
    wrong = sorted(name for name, _sum in set(seen.items()) ^ set(manifest.sums.items()))
    if wrong:
        raise _damaged(path, wrong[0])
    return manifest


def row_counts(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    """Every table of the house with its number of rows."""
    counts = {}
    for schema, table in connection.execute(_TABLES).fetchall():
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(str(schema), str(table)))
        row = connection.execute(count).fetchone()
        counts[str(table)] = int(str(row[0])) if row else 0
    return counts


def _dump(target: Path) -> tuple[dict[str, int], int]:
    """Dump and count in one snapshot, so that the counts are those of the dump."""
    with database.connect() as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')").fetchone()
        snapshot, server = str(row[0]) if row else "", int(str(row[1])) if row else 0
        _program("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", "-f", str(target))
        return row_counts(connection), server


def _write(file: IO[bytes], dump: Path, rows: dict[str, int], server: int) -> Manifest:
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w|") as archive:
        _add(archive, dump, DUMP, sums)
        for folder in FOLDERS:
            for path in sorted((env.home / folder).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    _add(archive, path, str(path.relative_to(env.home)), sums)
        with files_of_now() as paths:
            for path in paths:
                _add(archive, path, f"{LAKE}/{path.relative_to(settings.FOYER_LAKE)}", sums)
        manifest = Manifest(FORMAT, datetime.now(UTC).isoformat(timespec="seconds"), server, rows, sums)
        content = json.dumps(asdict(manifest), indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(content), 0o600
        archive.addfile(member, io.BytesIO(content))
    return manifest


def _add(archive: tarfile.TarFile, path: Path, name: str, sums: dict[str, str]) -> None:
    """One file, opened once: what is hashed is what is written."""
    with path.open("rb") as content:
        member = archive.gettarinfo(arcname=name, fileobj=content)
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        sums[name] = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        archive.addfile(member, content)


def _load(dump: Path) -> None:
    """Put the dump in the place of all tables, in one transaction: it happens whole or not at all."""
    script = dump.with_suffix(".sql")
    _program("pg_restore", "--no-owner", "--no-acl", "--file", str(script), str(dump), connect=False)
    whole = script.with_suffix(".whole.sql")
    with whole.open("wb") as target, script.open("rb") as source:
        target.write(b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
        shutil.copyfileobj(source, target)
    script.unlink()
    _program(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        "-f",
        str(whole),
    )


def _program(name: str, *arguments: str, connect: bool = True) -> None:
    """Run one of PostgreSQL's programs; the address travels in the environment, where no other user can read it."""
    address = {"PGCONNECT_TIMEOUT": "10"}
    for key, value in psycopg.conninfo.conninfo_to_dict(env.database_url).items():
        address[VARIABLES.get(key, f"PG{key.upper()}")] = str(value)
    result = subprocess.run(
        [str(postgres.programs() / name), *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **(address if connect else {})},
    )
    if result.returncode:
        lines = [line for line in result.stderr.splitlines() if line.strip()] or ["?"]
        raise Problem(_("{program} failed: {reason}").format(program=name, reason=lines[0]))


VARIABLES = {"dbname": "PGDATABASE"}


def _compare(manifest: Manifest) -> None:
    with database.connect() as connection:
        restored = row_counts(connection)
    if restored != manifest.rows:
        raise Problem(_("The restored tables do not have the rows that were saved."))


def _is_empty() -> bool:
    with database.connect() as connection:
        has_tables = connection.execute(f"SELECT EXISTS ({_TABLES})").fetchone() != (False,)
    return not has_tables and not any((env.home / "files").rglob("*"))


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another; the old one goes last."""
    new.mkdir(exist_ok=True)
    new.chmod(0o700)
    old = place.with_name(f"{place.name}.before-restore")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _damaged(path: Path, what: str) -> Problem:
    return Problem(
        _("{path} is damaged or no Foyer backup ({what}); nothing was touched.").format(path=path, what=what),
        _("Use another backup."),
    )
