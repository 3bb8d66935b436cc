"""The whole house in processes: what dies comes back, what is told to stop stops, and a second start is quick."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from foyer.operations.house import House
from foyer.operations.testing import STANDING, started_anew

pytestmark = pytest.mark.processes
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A bank for this file's tests in turn: the one of the stories where it stands already, else an empty one."""
    if STANDING:
        with started_anew(STANDING[0], demo=False, for_good=True, FOYER_WEB_WORKERS="2") as running:
            yield running
        return
    with tempfile.TemporaryDirectory(prefix="foyer-house-") as folder:
        Path(folder).chmod(0o755)
        with House(Path(folder), demo=False, settings={"FOYER_WEB_WORKERS": "2"}) as running:
            yield running


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def _is_alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("name", ["web-1", "relay-1", "jobs-1"])
def test_a_killed_process_is_started_again(house: House, name: str) -> None:
    before = house.processes[name]

    os.kill(before, signal.SIGKILL)

    _until(lambda: house.processes.get(name, before) != before)
    _until(house.is_ready)


def test_a_connection_made_while_a_web_process_is_killed_is_answered(house: House) -> None:
    _until(lambda: {"web-1", "web-2"} <= house.processes.keys())
    os.kill(house.processes["web-1"], signal.SIGKILL)

    assert all(house.is_alive() for _attempt in range(20))


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the given server is not ours to kill")
def test_a_killed_database_is_started_again(house: House) -> None:
    number = int((house.home / "postgres/postmaster.pid").read_text().split("\n")[0])

    os.kill(number, signal.SIGKILL)

    _until(lambda: not _is_alive(number))
    _until(house.is_ready)


def test_a_second_supervisor_is_refused_in_a_sentence(house: House) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "foyer", "up"], env=house.environment, capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert f"Foyer already runs from {house.home}." in result.stderr
    assert "Traceback" not in result.stderr


def test_no_process_outlives_a_killed_supervisor_and_the_next_start_is_quick(house: House) -> None:
    orphans = list(house.processes.values())
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    _until(lambda: not any(map(_is_alive, orphans)))

    begun = time.monotonic()
    house.start()

    assert time.monotonic() - begun < 20  # under five on a quiet machine; the tests' machine is not quiet


def test_told_to_stop_it_leaves_nothing_running(house: House) -> None:
    running = list(house.processes.values())

    house.stop()

    assert house.process is not None
    assert house.process.returncode == 0
    assert not any(map(_is_alive, running))
    assert not (house.home / "postgres/postmaster.pid").exists()


def test_a_taken_port_is_told_in_a_sentence(house: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        environment = {**house.environment, "FOYER_PORT": str(other.getsockname()[1])}
        result = subprocess.run(
            [sys.executable, "-m", "foyer", "up"], env=environment, capture_output=True, text=True, check=False
        )

    assert result.returncode == 1
    assert f"Port {environment['FOYER_PORT']} is taken by another program." in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unreachable_database_is_told_in_a_sentence_without_its_password(house: House) -> None:
    environment = {**house.environment, "DATABASE_URL": "postgresql://foyer:s3cret@127.0.0.1:1/foyer"}

    result = subprocess.run(
        [sys.executable, "-m", "foyer", "up"], env=environment, capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "The database does not answer" in result.stderr
    assert "s3cret" not in result.stderr
    assert "Traceback" not in result.stderr


def test_backup_and_restore_bring_a_whole_bank_into_an_empty_home(house: House, tmp_path: Path) -> None:
    if house.process is None or house.process.poll() is not None:
        house.start()
    _foyer(house.environment, "backup", str(tmp_path / "bank.foyer"))
    empty = {**house.environment, "FOYER_HOME": str(house.home / "empty")}
    if "DATABASE_URL" in empty:
        pytest.skip("a given server has one database; its restore is tested with --replace")

    _foyer(empty, "restore", str(tmp_path / "bank.foyer"), "--key", str(house.home / "keys/backup"))

    for name in ("keys/django", "keys/field-1"):
        assert (house.home / "empty" / name).read_bytes() == (house.home / name).read_bytes()
    assert "tables are up to date" in _foyer(empty, "doctor", status=1)  # its pages were never made ready
    assert "Nothing was altered" in _foyer(empty, "audit", "verify")
    assert "Deleted once more: 0." in _foyer(empty, "privacy", "reapply")


def _foyer(environment: dict[str, str], *words: str, status: int = 0) -> str:
    result = subprocess.run(
        [sys.executable, "-m", "foyer", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr
    assert result.returncode == status, result.stdout + result.stderr
    return result.stdout


def test_the_data_of_a_stopped_house_is_whole(house: House) -> None:
    house.stop()
    house.start()

    with psycopg.connect(house.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert row is not None
    assert row[0] > 10
