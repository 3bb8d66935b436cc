"""The doctor finds what is wrong and says how to mend it."""

import socket
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from foyer.base.aids.models import Outage
from foyer.base.events.models import Delivery, OutboxFact
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
    for look in (doctor.python, doctor.packages, doctor.page_libraries, doctor.secrets):
        assert _ill(look) == []


def test_keys_that_others_can_read_are_found_with_the_remedy(home: Path) -> None:
    keys.field_keys(home / "keys")
    (home / "keys/field-1").chmod(0o644)

    (finding,) = _ill(doctor.secrets)

    assert finding.mend == f"Run: chmod go= '{home}/keys/field-1'"


def test_a_home_that_cannot_be_written_to_is_a_finding_and_the_last(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "file").write_text("")
    monkeypatch.setenv("FOYER_HOME", str(home / "file"))

    *_before, last = doctor.examine()

    assert last.what.startswith(f"FOYER_HOME {home}/file cannot be written to.")


def test_a_setting_that_cannot_be_right_is_a_finding(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_PORT", "http")

    found = [finding.what for finding in doctor.examine() if not finding.is_well]

    assert "FOYER_PORT is 'http'; it must be a whole number from 0 to 65535." in found


def test_customers_must_read_their_own_banks_name_and_get_their_mail(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _ill(doctor.name) == _ill(doctor.mail) == []

    monkeypatch.setenv("FOYER_PRODUCTION", "1")
    assert [finding.mend for finding in (*_ill(doctor.name), *_ill(doctor.mail))] == [
        "Set FOYER_BANK_NAME to the bank's own name.",
        "Set FOYER_EMAIL_URL: customers ask for transcripts by mail.",
    ]

    monkeypatch.setenv("FOYER_BANK_NAME", "江城银行/River Bank")
    monkeypatch.setenv("FOYER_EMAIL_URL", "smtp://mail.bank.example:587?tls=1")
    assert _ill(doctor.name) == _ill(doctor.mail) == []


@pytest.mark.django_db(transaction=True)
def test_work_that_was_given_up_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fact = OutboxFact.objects.create(name="test.Fact", key="k", payload={})
    Delivery.objects.create(fact=fact, handler="test", key="k", state=Delivery.State.DEAD)
    monkeypatch.setattr(doctor.database, "connect", lambda: psycopg.connect(**connection.get_connection_params()))
    monkeypatch.setattr(doctor.prepare, "tables_are_current", lambda: True)

    (finding,) = _ill(doctor.left_behind)

    assert finding.what == "Facts that a subscriber could not take: 1."
    assert "replay" in finding.mend


@pytest.mark.django_db(transaction=True)
def test_what_the_house_does_without_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.database, "connect", lambda: psycopg.connect(**connection.get_connection_params()))
    monkeypatch.setattr(doctor.prepare, "tables_are_current", lambda: True)
    assert _ill(doctor.aids) == []
    Outage.objects.create(aid="meaning", error="MemoryError")

    (finding,) = _ill(doctor.aids)

    assert finding.what.startswith("meaning has been away since") and "MemoryError" in finding.what
    assert finding.mend == "See docs/outages.md."


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
