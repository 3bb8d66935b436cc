"""The doctor finds what is wrong and says how to mend it."""

import socket
from pathlib import Path

import pytest

from foyer.config import keys
from foyer.operations import doctor

pytestmark = pytest.mark.processes


def _ill(look: doctor.Look) -> list[doctor.Finding]:
    return [finding for finding in look() if not finding.is_well]


def test_a_fresh_home_lacks_tables_and_static_files(home: Path) -> None:
    found = {finding.what: finding.mend for finding in doctor.examine() if not finding.is_well}

    assert found["The tables are not up to date."] == "Run ./foyer up, or ./foyer manage migrate."
    assert "The static files are missing or old." in found


def test_the_machine_at_large_is_well(home: Path) -> None:
    for look in (doctor.python, doctor.packages, doctor.page_libraries, doctor.folder, doctor.secrets):
        assert _ill(look) == []


def test_keys_that_others_can_read_are_found_with_the_remedy(home: Path) -> None:
    keys.field_keys(home / "keys")
    (home / "keys/field-1").chmod(0o644)

    (finding,) = _ill(doctor.secrets)

    assert finding.mend == f"Run: chmod go= '{home}/keys/field-1'"


def test_a_taken_port_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("FOYER_PORT", str(other.getsockname()[1]))

        assert [finding.mend for finding in _ill(doctor.port)] == ["Choose another with FOYER_PORT."]


def test_an_unreachable_database_is_a_finding_and_not_the_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://foyer:s3cret@127.0.0.1:1/foyer")

    last = list(doctor.examine())[-1]

    assert "The database does not answer" in last.what
    assert "s3cret" not in last.what
    assert last.mend


def test_little_space_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 2**60)

    assert [finding.mend for finding in _ill(doctor.disk)] == ["Make room: less than 2 GB is soon full."]
