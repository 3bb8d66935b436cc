"""A backup brings everything back, and a damaged one touches nothing."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import psycopg
import pyrage
import pytest

from foyer.base.engine import open_engine
from foyer.base.lake import Dataset
from foyer.operations import backup_sealing, backups
from foyer.operations.postgres import Embedded
from foyer.operations.problem import Problem

pytestmark = pytest.mark.processes


@pytest.fixture
def server(home: Path) -> Iterator[Embedded]:
    """A small bank: rows, a file, a key."""
    with Embedded(home) as running:
        with psycopg.connect(running.url) as connection:
            connection.execute("CREATE EXTENSION vector")
            connection.execute("CREATE TABLE message (id serial PRIMARY KEY, text text, meaning vector(2))")
            connection.execute(
                "INSERT INTO message (text, meaning) SELECT '你好 ' || n, '[1,2]' FROM generate_series(1, 500) n"
            )
            connection.execute("CREATE TABLE empty_one (id int)")
        for name, content in {"files/2026/a b.bin": b"\x00\xff" * 5000, "keys/field-1": b"secret\n"}.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        yield running


def _digest(server: Embedded, home: Path) -> tuple[str, str, str]:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT md5(string_agg(m::text, '|' ORDER BY id)) FROM message m").fetchone()
    hashes = [hashlib.sha256((home / name).read_bytes()).hexdigest() for name in ("files/2026/a b.bin", "keys/field-1")]
    return str(row), *hashes


def test_what_was_saved_comes_back_whole(server: Embedded, home: Path, tmp_path: Path) -> None:
    before = _digest(server, home)
    saved = backups.save(tmp_path / "bank.foyer")
    with psycopg.connect(server.url) as connection:
        connection.execute("DELETE FROM message WHERE id > 10")
        connection.execute("CREATE TABLE made_later (id int)")
    (home / "files/2026/a b.bin").write_bytes(b"overwritten")
    (home / "files/later.bin").write_bytes(b"later")

    restored = backups.restore(tmp_path / "bank.foyer", replace=True)

    assert restored == saved
    assert restored.rows == {"message": 500, "empty_one": 0}
    assert _digest(server, home) == before
    assert not (home / "files/later.bin").exists()
    assert (home / "keys").stat().st_mode & 0o077 == 0


def test_the_lake_comes_back_as_it_was(server: Embedded, home: Path, tmp_path: Path, settings) -> None:
    settings.FOYER_LAKE = home / "lake"
    cities = Dataset("towns.city")
    with open_engine("duckdb", memory=256, threads=1) as engine:
        cities.append(engine, engine.sql("SELECT 'Leeds' AS name"), part="1")
        backups.save(tmp_path / "bank.foyer")
        cities.append(engine, engine.sql("SELECT 'York' AS name"), part="2")

    backups.restore(tmp_path / "bank.foyer", replace=True)

    with open_engine("duckdb", memory=256, threads=1) as engine:
        assert engine.execute(cities.read(engine))["name"].tolist() == ["Leeds"]
        cities.append(engine, engine.sql("SELECT 'Hull' AS name"), part="2")
        assert engine.count(cities.read(engine)) == 2


def test_a_backup_is_for_its_owner_only(server: Embedded, tmp_path: Path) -> None:
    backups.save(tmp_path / "bank.foyer")

    assert (tmp_path / "bank.foyer").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["bank.foyer"]


def test_rows_written_while_saving_do_not_make_it_inconsistent(server: Embedded, tmp_path: Path, monkeypatch) -> None:
    real = backups._program

    def program(name: str, *arguments: str, connect: bool = True) -> None:
        with psycopg.connect(server.url) as connection:
            connection.execute("INSERT INTO message (text) VALUES ('meanwhile')")
        real(name, *arguments, connect=connect)

    monkeypatch.setattr(backups, "_program", program)
    saved = backups.save(tmp_path / "bank.foyer")
    monkeypatch.setattr(backups, "_program", real)

    assert saved.rows["message"] == 500
    assert backups.restore(tmp_path / "bank.foyer", replace=True).rows["message"] == 500


def test_existing_data_is_not_overwritten_unasked(server: Embedded, home: Path, tmp_path: Path) -> None:
    backups.save(tmp_path / "bank.foyer")
    before = _digest(server, home)

    with pytest.raises(Problem, match="--replace"):
        backups.restore(tmp_path / "bank.foyer")

    assert _digest(server, home) == before


@pytest.mark.parametrize("damage", ["flipped", "cut", "foreign"])
def test_a_damaged_backup_touches_nothing(server: Embedded, home: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "bank.foyer"
    backups.save(path)
    before, content = _digest(server, home), bytearray(path.read_bytes())
    if damage == "flipped":
        content[len(content) // 2] ^= 1
    path.write_bytes({"flipped": content, "cut": content[: len(content) // 2], "foreign": b"no archive"}[damage])

    with pytest.raises(Problem, match="damaged"):
        backups.restore(path, replace=True)

    assert _digest(server, home) == before


def test_a_dump_that_does_not_load_leaves_the_old_rows(server: Embedded, home: Path, tmp_path: Path) -> None:
    backups.save(tmp_path / "bank.foyer")
    before = _digest(server, home)
    (tmp_path / "broken.dump").write_bytes(b"PGDMP broken")

    with pytest.raises(Problem):
        backups._load(tmp_path / "broken.dump")

    assert _digest(server, home) == before


def test_a_missing_folder_is_told(server: Embedded, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="does not exist"):
        backups.save(tmp_path / "nowhere" / "bank.foyer")


def test_a_backup_shows_nothing_of_what_is_in_it(server: Embedded, tmp_path: Path) -> None:
    backups.save(tmp_path / "bank.foyer")

    content = (tmp_path / "bank.foyer").read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"database.dump" not in content and b"secret" not in content


def test_a_key_in_the_banks_safe_opens_it_too(
    server: Embedded, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    escrow, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    monkeypatch.setenv("FOYER_BACKUP_RECIPIENTS", str(escrow.to_public()))
    saved = backups.save(tmp_path / "bank.foyer")
    (home / "keys/backup").unlink()
    for name, identity in {"escrow": escrow, "stranger": stranger}.items():
        (tmp_path / name).write_text(f"# kept in the safe\n{identity}\n")

    assert backups.verify(tmp_path / "bank.foyer", tmp_path / "escrow") == saved
    with pytest.raises(Problem, match="The key does not open"):
        backups.verify(tmp_path / "bank.foyer", tmp_path / "stranger")
    with pytest.raises(Problem, match="The key does not open"):
        backups.verify(tmp_path / "bank.foyer")


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_sealed_backup_that_was_cut_or_changed_touches_nothing(
    server: Embedded, home: Path, tmp_path: Path, harm: str
) -> None:
    path = tmp_path / "bank.foyer"
    backups.save(path)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        del content[-200:]
    else:
        content[len(content) // 2] ^= 1
    path.write_bytes(content)
    before = _digest(server, home)

    with pytest.raises(Problem, match="nothing was touched"):
        backups.restore(path, replace=True)

    assert _digest(server, home) == before


def test_an_archive_that_reaches_out_of_its_folder_touches_nothing(
    server: Embedded, home: Path, tmp_path: Path
) -> None:
    """Whoever has the bank's public key can seal one; its own sums say that it is whole."""
    before, evil = _digest(server, home), b"* * * * * root sh"
    sums = {"../../../escaped": hashlib.sha256(evil).hexdigest()}
    manifest = json.dumps(asdict(backups.Manifest(backups.FORMAT, "2026-11-27T00:00:00+00:00", 18, {}, sums)))
    with (
        (tmp_path / "evil.foyer").open("wb") as file,
        backup_sealing.into(file) as target,
        tarfile.open(fileobj=target, mode="w|") as archive,
    ):
        for name, content in (("../../../escaped", evil), (backups.MANIFEST, manifest.encode())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

    with pytest.raises(Problem, match="damaged"):
        backups.restore(tmp_path / "evil.foyer", replace=True)

    assert _digest(server, home) == before
    assert not any((folder / "escaped").exists() for folder in (home, *home.parents))
