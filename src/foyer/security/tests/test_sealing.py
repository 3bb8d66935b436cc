"""Many writers at once, and one sealer after another: every entry in the chain once, no number missing."""

from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.security.audit import sealing
from foyer.security.audit.verifying import verify
from foyer.security.models import AuditPending, AuditSeal
from foyer.security.tests.trail import TRIED

WRITERS, EACH = 4, 15


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_and_sealers_leave_no_gap(settings: Any, tmp_path: Path) -> None:
    settings.FOYER_AUDIT_FOLDER = tmp_path / "audit"

    def write(writer: int) -> None:
        for number in range(EACH):
            try:
                with transaction.atomic():
                    audit.record(TRIED, by=SYSTEM, on=f"thing:{writer}-{number}")
                    if number % 5 == 4:
                        raise ZeroDivisionError  # what is taken back leaves no hole
            except ZeroDivisionError:
                pass
            sealing.seal_waiting()
        connection.close()

    threads = [Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealing.seal_waiting()

    kept = WRITERS * EACH * 4 // 5
    numbers = list(AuditSeal.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, kept + 1)) and not AuditPending.objects.exists()
    assert verify().is_whole
