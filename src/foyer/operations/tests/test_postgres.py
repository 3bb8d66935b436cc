"""The embedded server: shared, adopted after a crash, stopped by the last who needs it."""

import os
import signal
import time
from pathlib import Path

import psycopg
import pytest

from foyer.operations import postgres
from foyer.operations.postgres import Embedded
from foyer.operations.problem import Problem

pytestmark = pytest.mark.processes


def _count(server: Embedded) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    return int(row[0]) if row else -1


def _keep_something(server: Embedded) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000)")


def _wait_for_death(server: Embedded) -> None:
    while server.is_running():
        time.sleep(0.01)


def test_it_starts_on_an_empty_folder_and_stops_with_the_last_who_needs_it(home: Path) -> None:
    first, second = Embedded(home), Embedded(home)

    first.hold()
    second.hold()
    first.let_go()
    was_running = second.is_running()
    second.let_go()

    assert was_running
    assert not second.is_running()


def test_an_acknowledged_row_survives_the_kill_of_the_server(home: Path) -> None:
    with Embedded(home) as server:
        _keep_something(server)

        process = server.process()
        assert process is not None
        process.send_signal(signal.SIGKILL)
        _wait_for_death(server)

        assert server.revive()
        assert _count(server) == 1000
        assert not server.revive()


def test_a_server_left_by_a_crash_is_adopted(home: Path) -> None:
    crashed = Embedded(home)
    crashed.hold()
    _keep_something(crashed)
    before = crashed.process()
    assert crashed._users is not None
    crashed._users.close()  # as the kernel does for a killed holder

    with Embedded(home) as server:
        assert server.process() == before
        assert _count(server) == 1000
    assert not server.is_running()


def test_another_programs_process_number_in_the_pid_file_does_not_stop_the_start(home: Path) -> None:
    with Embedded(home):
        pass
    (home / "postgres/postmaster.pid").write_text(f"{os.getppid()}\n/elsewhere\n0\n5432\n\n\n")

    with Embedded(home) as server:
        assert server.is_running()


def test_a_path_too_long_for_a_socket_works(home: Path) -> None:
    deep = home / ("long " * 10) / ("path" * 15)
    deep.mkdir(parents=True)

    with Embedded(deep) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_vector_extension_is_there(home: Path) -> None:
    with Embedded(home) as server, psycopg.connect(server.url) as connection:
        connection.execute("CREATE EXTENSION vector")
        assert connection.execute("SELECT '[1,2]'::vector <-> '[1,3]'").fetchone() == (1.0,)


def test_a_full_disk_is_told_in_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LEAST_FREE_BYTES", 2**60)

    with pytest.raises(Problem, match=r"The disk of .* is full"):
        Embedded(home).hold()


def test_a_start_that_fails_says_why(home: Path) -> None:
    with Embedded(home):
        pass
    (home / "postgres/PG_VERSION").write_text("9\n")

    with pytest.raises(Problem, match=r"The database cannot start: database files are incompatible with server\."):
        Embedded(home).hold()


def test_the_database_log_does_not_repeat_customers_words(home: Path) -> None:
    with Embedded(home) as server, psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE phones (number text UNIQUE)")
        connection.execute("INSERT INTO phones VALUES ('13800138000')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO phones VALUES ('13800138000')")

    assert "13800138000" not in (home / "logs/postgres.log").read_text()
