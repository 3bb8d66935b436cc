"""What has expired goes, up to an anchor, with a tombstone; nothing else goes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.security.audit import anchoring, sealing
from foyer.security.audit.pruning import prune, restored
from foyer.security.audit.verifying import verify
from foyer.security.models import AuditAnchor, AuditEntry, AuditPolicy, AuditSeal
from foyer.security.tests.trail import entry_at, owner_without_keys, sealed_trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.FOYER_AUDIT_FOLDER = tmp_path / "audit"


def test_what_the_policy_no_longer_keeps_goes_up_to_its_last_anchor() -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=6 * 366)):
        sealed_trail(3)
        sealed_trail(2, anchored=False)
    with clock.at(now):
        sealed_trail(2)

        assert prune(by=SYSTEM) == 3
        sealing.seal_waiting()

        assert AuditSeal.objects.order_by("seq").values_list("seq", flat=True)[0] == 4
        assert AuditAnchor.objects.get(kind="tombstone").seq == 3
        report = verify()
        assert report.is_whole and report.first == 4
        assert prune(by=SYSTEM) == 0


def test_the_bank_may_keep_it_longer() -> None:
    AuditPolicy.objects.update_or_create(defaults={"years": 10})
    now = clock.now()
    with clock.at(now - timedelta(days=6 * 366)):
        sealed_trail(3)

    assert prune(by=SYSTEM) == 0


def test_the_trail_goes_on_when_everything_before_it_has_expired() -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=6 * 366)):
        sealed_trail(3)
    with clock.at(now):
        prune(by=SYSTEM)
        sealing.seal_waiting()

        assert AuditSeal.objects.get().seq == 4 and verify().is_whole


def test_a_tombstone_that_the_house_did_not_sign_is_named() -> None:
    sealed_trail(4)
    seal = AuditSeal.objects.get(seq=2)
    AuditAnchor.objects.create(
        kind="tombstone", seq=2, at=clock.now(), hash=seal.hash, public_key=b"x" * 32, signature=b"x" * 64
    )
    with connection.cursor() as cursor:  # the database lets go of what a tombstone covers, whoever wrote it
        cursor.execute("DELETE FROM security_auditentry WHERE id = ANY(%s)", [[entry_at(1), entry_at(2)]])
        cursor.execute("DELETE FROM security_auditseal WHERE seq <= 2")

    assert [(one.kind, one.seq) for one in verify().findings] == [("anchor_forged", 2)]


@pytest.mark.parametrize(
    "sql",
    [
        *("UPDATE security_auditentry SET reason = ''", "DELETE FROM security_auditentry"),
        *("UPDATE security_auditseal SET seq = 9", "DELETE FROM security_auditseal"),
        *("UPDATE security_auditanchor SET seq = 9", "DELETE FROM security_auditanchor"),
    ],
)
def test_the_database_refuses_every_change(sql: str) -> None:
    sealed_trail(1)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert AuditEntry.objects.count() == AuditSeal.objects.count() == AuditAnchor.objects.count() == 1


def test_a_restored_backup_explains_the_anchors_that_came_after_it() -> None:
    sealed_trail(4)
    with owner_without_keys() as cursor:  # what a restore of a backup made after entry 2 leaves
        cursor.execute("DELETE FROM security_auditentry WHERE id = ANY(%s)", [[entry_at(3), entry_at(4)]])
        cursor.execute("DELETE FROM security_auditseal WHERE seq > 2")
        cursor.execute("DELETE FROM security_auditanchor")
    assert not verify().is_whole

    restored(by=SYSTEM)
    anchoring.carry_outside()
    sealing.seal_waiting()
    sealed_trail(3)

    assert verify().is_whole
