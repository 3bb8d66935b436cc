"""`foyer audit`: verify names what was altered, export writes a file, anchors and prune say what they did."""

import json
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from foyer.base import clock
from foyer.operations import catalogues, cli, database, prepare
from foyer.security.audit import anchoring, sealing
from foyer.security.models import AuditCheck, AuditEntry, AuditPolicy
from foyer.security.tests.trail import entry_at, owner_without_keys, sealed_trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """On the tests' own database, in English, with a file of anchors of its own."""
    settings.FOYER_AUDIT_FOLDER = tmp_path / "anchors"
    monkeypatch.setattr(database, "held", nullcontext)
    monkeypatch.setattr(prepare, "tables_are_current", lambda: True)
    monkeypatch.setattr(catalogues, "compile_changed", lambda: None)
    monkeypatch.setenv("FOYER_LANGUAGE", "en")


def foyer(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["audit", *words])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_whole_trail_verifies_and_the_pages_know_it(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(6)

    status, said = foyer("verify", capsys=capsys)

    assert (status, "Nothing was altered" in said) == (0, True) and "6 entries" in said
    check = AuditCheck.objects.get()
    assert (check.finding_count, check.by) == (0, "system")


def test_a_tampered_row_is_named_by_number_identifier_and_field(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(6)
    victim = entry_at(3)
    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET outcome = 'refused' WHERE id = %s", [victim])

    status, said = foyer("verify", capsys=capsys)

    assert status == 1 and f"3 {victim} altered" in said and "(outcome)" in said and "1 finding." in said
    assert AuditEntry.objects.get(act="security.trail_verified").outcome == "failed"
    assert foyer("verify", "--from", "4", capsys=capsys)[0] == 0
    assert foyer("verify", "--from", "2", "--to", "3", capsys=capsys)[0] == 1


def test_a_removed_row_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(6)
    victim = entry_at(4)
    with owner_without_keys() as cursor:
        cursor.execute("DELETE FROM security_auditentry WHERE id = %s", [victim])

    status, said = foyer("verify", capsys=capsys)

    assert status == 1 and f"4 {victim} removed" in said


def test_an_export_is_a_file_for_its_owner_alone_in_either_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_trail(6)

    assert foyer("export", "--format", "jsonl", "--to", "6", str(tmp_path / "a.jsonl"), capsys=capsys)[0] == 0
    status, said = foyer(
        "export", "--format", "cef", "--from", "2", "--to", "4", str(tmp_path / "a.cef"), capsys=capsys
    )

    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert len(lines) == 6 and (tmp_path / "a.jsonl").stat().st_mode & 0o777 == 0o600
    assert status == 0 and "3 entries" in said and (tmp_path / "a.cef").read_text().count("CEF:0|") == 3
    assert AuditEntry.objects.filter(act="security.trail_exported").count() == 2
    assert not list(tmp_path.glob("*.part"))


def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = foyer("export", str(tmp_path / "none" / "a.jsonl"), capsys=capsys)
    assert status == 1 and "does not exist" in said
    status, said = foyer("verify", "--from", "yesterday", capsys=capsys)
    assert status == 1 and "neither a number nor a time" in said


def test_anchors_are_listed_with_whose_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(3)
    sealed_trail(2)
    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditanchor SET signature = %s WHERE seq = 5", [bytes(64)])

    status, said = foyer("anchors", capsys=capsys)

    lines = [line for line in said.splitlines() if "anchor" in line]
    assert status == 0 and len(lines) == 2
    assert "NOT SIGNED BY THIS HOUSE" in lines[0] + lines[1] and "ours" in lines[0] + lines[1]
    assert len(foyer("anchors", "--last", "1", capsys=capsys)[1].strip().splitlines()) == 1


def test_pruning_lets_go_of_what_is_past_the_policy_and_the_rest_verifies(capsys: pytest.CaptureFixture[str]) -> None:
    with clock.at(clock.now() - timedelta(days=3 * 366)):
        sealed_trail(4)
    sealed_trail(2)
    AuditPolicy.objects.update_or_create(pk=1, defaults={"years": 1})

    status, said = foyer("prune", capsys=capsys)

    assert status == 0 and "4" in said
    sealing.seal_waiting()
    anchoring.anchor_if_due(every_seconds=0)
    assert foyer("verify", capsys=capsys)[0] == 0
    assert AuditEntry.objects.filter(act="security.trail_pruned").exists()
