"""A house beside the house: a backup comes back in it, a copy is damaged and healed, and nothing of it stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from foyer.config.env import PROJECT, env
from foyer.operations import backups, ransom, rehearsing
from foyer.operations.postgres import Embedded
from foyer.operations.problem import Problem
from foyer.operations.scratch import Scratch

pytestmark = pytest.mark.processes


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of the scratch find the sources as those of the house do."""
    monkeypatch.setenv("PYTHONPATH", str(PROJECT / "src"))


@pytest.fixture
def house(home: Path, settings: Any) -> Iterator[Embedded]:
    """A small bank that runs: a trail of three entries, one erasure, a file and a key."""
    settings.FOYER_LAKE = home / "lake"
    with Embedded(home) as running:
        with psycopg.connect(running.url) as connection:
            connection.execute("CREATE TABLE security_auditentry (id int)")
            connection.execute("INSERT INTO security_auditentry SELECT generate_series(1, 3)")
            connection.execute("CREATE TABLE privacy_erasurelog (id int)")
            connection.execute("INSERT INTO privacy_erasurelog VALUES (1)")
        for name in ("files/2026/a.bin", "keys/field-1", "erasures/book.jsonl"):
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(name.encode() * 100)
        yield running


class Stage:
    """What a drill is told."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.seen: list[str] = []
        self.clocks = 0

    def go_on(self) -> None:
        return

    def step(self, _done: int, _total: int, note: str) -> None:
        self.steps.append(note)

    def saw(self, kind: str) -> bool:
        self.seen.append(kind)
        return True

    def clock_begins(self) -> None:
        self.clocks += 1


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """`foyer restore` and `foyer audit verify` of the scratch, without Django: only the database and the files."""
    said: list[tuple[str, ...]] = []

    def foyer(self: Scratch, *words: str) -> None:
        self.go_on()
        said.append(words)
        if words[0] == "restore":
            with _within(self.home, monkeypatch):
                backups.restore(Path(words[1]), key=Path(words[3]))

    monkeypatch.setattr(Scratch, "foyer", foyer)
    return said


@contextmanager
def _within(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As a process of that house."""
    kept = {name: env.__dict__.pop(name, None) for name in ("home", "key_folder")}
    with monkeypatch.context() as there:
        there.setenv("FOYER_HOME", str(home))
        yield
    for name, value in kept.items():
        env.__dict__[name] = value


def test_a_backup_comes_back_beside_and_nothing_stays(
    house: Embedded, home: Path, by_hand: list[tuple[str, ...]]
) -> None:
    stage = Stage()

    with Scratch("D2026-001-restore", stage.go_on) as place:
        figures = rehearsing.restore(stage, place)  # type: ignore[arg-type]
        assert (place.home / "files/2026/a.bin").read_bytes() == (home / "files/2026/a.bin").read_bytes()
        assert (place.home / "erasures/book.jsonl").exists()

    assert (figures["rows"], figures["tables"], figures["lost_entries"], figures["erasures"]) == (4, 2, 0, 1)
    assert figures["rto_seconds"] > 0 and figures["rpo_seconds"] == 0.0 and figures["trail_whole"]
    assert stage.seen == ["responded", "recovered"] and stage.clocks == 1
    assert stage.steps == ["saving", "opening", "restoring", "verifying"]
    assert [words[0] for words in by_hand] == ["restore", "audit"]
    assert not (home / "drills").exists() and house.is_running()


def test_a_copy_is_encrypted_found_and_healed_and_the_house_is_untouched(
    house: Embedded, home: Path, by_hand: list[tuple[str, ...]]
) -> None:
    before, stage = (home / "files/2026/a.bin").read_bytes(), Stage()

    with Scratch("D2026-002-ransom", stage.go_on) as place:
        figures = rehearsing.demand(stage, place)  # type: ignore[arg-type]
        assert not list(place.home.rglob(f"*{ransom.LOCKED}"))

    assert figures["canaries"] == 3 and figures["damaged"] == figures["files"] and figures["encrypted"] > 100
    assert stage.seen == ["noticed", "responded", "contained", "recovered"]
    assert (home / "files/2026/a.bin").read_bytes() == before
    assert not list(home.rglob(f"*{ransom.LOCKED}")) and not (home / "drills").exists()


def test_stop_is_heard_while_a_command_runs_and_clears_it(home: Path) -> None:
    asked: list[int] = []

    def go_on() -> None:
        asked.append(1)
        if len(asked) > 1:
            raise InterruptedError

    with pytest.raises(InterruptedError), Scratch("D2026-003-restore", go_on) as place:
        place.foyer("audit", "verify")

    assert not (home / "drills").exists()


def test_a_path_that_leads_out_of_the_copy_is_refused(tmp_path: Path) -> None:
    copy, real = tmp_path / "copy", tmp_path / "real.txt"
    copy.mkdir()
    real.write_text("real")
    (copy / "link").symlink_to(real)
    (copy / "folder").symlink_to(tmp_path)
    (copy / "own.txt").write_text("own")

    assert ransom.encrypt(copy) == 1

    assert real.read_text() == "real" and not (copy / "own.txt").exists()


def test_a_canary_tells_of_a_single_changed_file(tmp_path: Path) -> None:
    assert ransom.plant(tmp_path) == 3
    assert ransom.touched_canaries(tmp_path) == []

    (tmp_path / "lake" / ransom.CANARY).write_bytes(b"x")

    assert ransom.touched_canaries(tmp_path) == ["lake"]


def test_nothing_of_the_house_reaches_the_scratch(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://bank@db/foyer")
    monkeypatch.setenv("FOYER_AUDIT_SYSLOG", "udp://logs:514")

    there = Scratch("x", lambda: None).environment

    assert not {"DATABASE_URL", "FOYER_AUDIT_SYSLOG", "FOYER_AUDIT_FOLDER"} & there.keys()
    assert there["FOYER_HOME"] == str(home / "drills" / "x" / "home")


def test_a_command_that_fails_says_why(home: Path) -> None:
    with Scratch("y", lambda: None) as place, pytest.raises(Problem, match=r"foyer audit.*nonsense"):
        place.foyer("audit", "nonsense")
