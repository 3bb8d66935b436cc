"""Somebody with the database but without the keys: whatever they change is named."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM
from foyer.security.audit import anchoring, sealing
from foyer.security.audit.canonical import instant, sealed_form
from foyer.security.audit.verifying import verify
from foyer.security.models import AuditAnchor, AuditEntry, AuditSeal
from foyer.security.tests.trail import TRIED, entry_at, owner_without_keys, sealed_trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.FOYER_AUDIT_FOLDER = tmp_path / "audit"


def found() -> list[tuple[str, int | None, str, tuple[str, ...]]]:
    return [(one.kind, one.seq, one.id, one.fields) for one in verify().findings]


def test_an_untouched_trail_is_whole() -> None:
    sealed_trail()

    report = verify()

    assert report.is_whole and (report.entry_count, report.first, report.last) == (6, 1, 6)


def test_an_altered_entry_is_named_with_its_field() -> None:
    sealed_trail()
    target = entry_at(3)

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET outcome = 'refused', reason = 'x' WHERE id = %s", [target])

    assert found() == [("altered", 3, str(target), ("reason", "outcome"))]


def test_one_altered_entry_does_not_hide_the_next() -> None:
    sealed_trail()
    targets = [entry_at(2), entry_at(5)]

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET details = '{\"n\": 9}' WHERE id = ANY(%s)", [targets])

    assert found() == [("altered", seq, str(entry_at(seq)), ("details",)) for seq in (2, 5)]


def test_a_deleted_entry_is_named() -> None:
    sealed_trail()
    target = entry_at(4)

    with owner_without_keys() as cursor:
        cursor.execute("DELETE FROM security_auditentry WHERE id = %s", [target])

    assert found() == [("removed", 4, str(target), ())]


def test_an_entry_deleted_with_its_seal_leaves_a_gap() -> None:
    sealed_trail()
    target = entry_at(4)

    with owner_without_keys() as cursor:
        cursor.execute("DELETE FROM security_auditentry WHERE id = %s", [target])
        cursor.execute("DELETE FROM security_auditseal WHERE seq = 4")

    assert found() == [("gap", 4, "", ())]


def test_an_inserted_entry_is_named_sealed_or_not() -> None:
    sealed_trail(3)
    with owner_without_keys() as cursor:
        forged = _insert_a_copy(cursor, entry_at(2))

    assert found() == [("forged", None, str(forged), ("mac",))]

    sealed_trail(1)  # the house seals what it finds waiting
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO security_auditpending (entry, at) VALUES (%s, now())", [forged])
    sealing.seal_waiting()

    assert found() == [("forged", 5, str(forged), ("mac",))]


def test_a_genuine_entry_that_was_unsealed_is_named() -> None:
    sealed_trail(3)
    audit.record(TRIED, by=SYSTEM)
    hidden = AuditEntry.objects.order_by("id").last()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM security_auditpending")

    assert hidden and found() == [("inserted", None, str(hidden.pk), ())]


def test_swapped_entries_are_named_both() -> None:
    sealed_trail()
    second, fifth = entry_at(2), entry_at(5)

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditseal SET entry = gen_random_uuid() WHERE seq = 2")
        cursor.execute("UPDATE security_auditseal SET entry = %s WHERE seq = 5", [second])
        cursor.execute("UPDATE security_auditseal SET entry = %s WHERE seq = 2", [fifth])

    assert [(kind, seq, name) for kind, seq, name, _fields in found()] == [
        ("moved", 2, str(fifth)),
        ("moved", 5, str(second)),
    ]


def test_a_chain_computed_again_without_the_keys_is_named_from_the_first_row_on() -> None:
    sealed_trail()
    target = entry_at(3)

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET reason = 'other' WHERE id = %s", [target])
        _compute_again(cursor, 3)

    kinds = found()
    assert ("forged", 3, str(target), ("mac",)) in kinds
    assert [seq for kind, seq, *_rest in kinds if kind == "resealed"] == [3, 4, 5, 6]
    assert [seq for kind, seq, *_rest in kinds if kind == "anchor_differs"] == [6, 6]  # in the table and in the file


def test_removing_an_entry_and_computing_the_chain_again_is_found() -> None:
    sealed_trail()

    with owner_without_keys() as cursor:
        cursor.execute("DELETE FROM security_auditentry WHERE id = %s", [entry_at(3)])
        cursor.execute("DELETE FROM security_auditseal WHERE seq = 3")
        cursor.execute("UPDATE security_auditseal SET seq = seq - 1 WHERE seq > 3")
        _compute_again(cursor, 3)

    kinds = found()
    assert [seq for kind, seq, *_rest in kinds if kind == "resealed"] == [3, 4, 5]
    assert ("cut", 6) in [(kind, seq) for kind, seq, *_rest in kinds]


@pytest.mark.parametrize("with_anchor", [False, True])
def test_a_tail_that_was_cut_off_is_found_by_the_anchors(with_anchor: bool) -> None:
    sealed_trail()

    with owner_without_keys() as cursor:
        cursor.execute("DELETE FROM security_auditentry WHERE id IN (%s, %s)", [entry_at(5), entry_at(6)])
        cursor.execute("DELETE FROM security_auditseal WHERE seq > 4")
        if with_anchor:
            cursor.execute("DELETE FROM security_auditanchor")

    assert {(kind, seq) for kind, seq, *_rest in found()} == {("cut", 6)}


def test_an_emptied_trail_is_found_by_the_file() -> None:
    sealed_trail()

    with owner_without_keys() as cursor:
        for table in ("entry", "seal", "anchor"):
            cursor.execute(f"DELETE FROM security_audit{table}")  # noqa: S608

    assert [(kind, seq) for kind, seq, *_rest in found()] == [("cut", 6)]


def test_an_anchor_that_the_house_did_not_sign_is_named() -> None:
    sealed_trail()
    row = AuditAnchor.objects.get()

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditanchor SET seq = 5")

    assert ("anchor_forged", 5, str(row.pk), ()) in found()


def test_an_anchor_removed_from_the_table_or_the_file_is_named(settings: Any) -> None:
    now = clock.now()
    with clock.at(now):
        sealed_trail(2)
        sealed_trail(2)
        first, second = AuditAnchor.objects.order_by("id")
        clock.advance(minutes=2)
        file = Path(settings.FOYER_AUDIT_FOLDER) / anchoring.FILE
        lines = file.read_text().splitlines(keepends=True)

        file.write_text(lines[0])
        assert found() == [("anchor_missing", 4, str(second.pk), ())]

        file.write_text("".join(lines))
        with owner_without_keys() as cursor:
            cursor.execute("DELETE FROM security_auditanchor WHERE id = %s", [first.pk])
        assert found() == [("anchor_removed", 2, str(first.pk), ())]


def test_time_that_goes_backwards_is_named() -> None:
    now = clock.now()
    with clock.at(now):
        sealed_trail(2, anchored=False)
    with clock.at(now - timedelta(hours=1)):
        sealed_trail(1, anchored=False)

    assert found() == [("backwards", 3, str(entry_at(3)), ("at",))]


def test_an_entry_that_waits_too_long_for_its_seal_is_named() -> None:
    now = clock.now()
    with clock.at(now):
        audit.record(TRIED, by=SYSTEM)
        assert verify().is_whole
        clock.advance(minutes=2)
        (finding,) = verify().findings

    assert finding.kind == "late"


def test_a_part_of_the_trail_can_be_verified_alone() -> None:
    sealed_trail()

    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET reason = 'x' WHERE id = %s", [entry_at(2)])

    assert not verify(first=1, last=2).is_whole
    assert verify(first=3, last=5).is_whole


def _insert_a_copy(cursor: Any, of: Any) -> Any:
    columns = ", ".join(
        field.column for field in AuditEntry._meta.local_concrete_fields if field.column not in ("id", "reason")
    )
    cursor.execute(
        f"INSERT INTO security_auditentry (id, reason, {columns}) "  # noqa: S608
        f"SELECT gen_random_uuid(), 'invented', {columns} FROM security_auditentry WHERE id = %s RETURNING id",
        [of],
    )
    return cursor.fetchone()[0]


def _compute_again(cursor: Any, first: int) -> None:
    """As somebody who has read this code, but has no key."""
    before = bytes(AuditSeal.objects.get(seq=first - 1).hash)
    for seal in AuditSeal.objects.filter(seq__gte=first).order_by("seq"):
        entry = AuditEntry.objects.get(pk=seal.entry)
        digest = hashlib.sha256(
            before + seal.seq.to_bytes(8, "big") + instant(seal.at).encode() + sealed_form(entry)
        ).digest()
        cursor.execute(
            "UPDATE security_auditseal SET prev_hash = %s, hash = %s WHERE seq = %s", [before, digest, seal.seq]
        )
        before = digest


def test_what_was_found_is_json() -> None:
    sealed_trail(1)
    with owner_without_keys() as cursor:
        cursor.execute("UPDATE security_auditentry SET reason = 'x'")

    (finding,) = verify().findings

    assert json.loads(json.dumps(finding.as_json()))["fields"] == ["reason"] and "reason" in finding.sentence
