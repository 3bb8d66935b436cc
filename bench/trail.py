"""Fills the trail of a house of the measurement's own, verifies and searches it; prints the figures as JSON.

Runs in the house's environment (`running.ask`). Two hundred colleagues, ten thousand customers, forty days; acts and
who does them are drawn unevenly, as in life: some colleagues do much, most customers are looked at now and then.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

SEED, DAYS, AT_ONCE = 20_261_127, 40, 5_000
COLLEAGUES, CUSTOMERS = 200, 10_000
ACTS = (
    ("customers.viewed", 30), ("customers.glanced", 25), ("conversations.searched", 12), ("customers.searched", 10),
    ("staff.signed_in", 6), ("privacy.unmasked", 5), ("conversations.attachment_opened", 4), ("staff.refused", 3),
    ("conversations.transcript_downloaded", 2), ("customers.merged", 1),
)  # fmt: skip


def main(rows: int, requests: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    json.dump(measure(rows, requests), sys.stdout)


def measure(rows: int, requests: int) -> dict[str, Any]:
    """Everything in turn, on one connection."""
    from foyer.security.audit import anchoring, sealing, verifying

    people = fill(rows)
    begun = time.perf_counter()
    sealed = sealing.seal_waiting()
    seconds = time.perf_counter() - begun
    anchoring.anchor_if_due(every_seconds=0)
    _count_rows()
    report = verifying.verify()
    return {
        "rows": report.entry_count,
        "is_whole": report.is_whole,
        "sealed_a_second": round(sealed / seconds),
        "verify_a_second": report.rate,
        "bare_a_second": _bare_rate(),
        "questions": [_asked(name, ask, requests) for name, ask in _questions(people)],
    }


def fill(rows: int) -> dict[str, list[Any]]:
    """Entries as `keeping.keep` writes them, waiting for their seals; who and whose they are."""
    from foyer.base import clock
    from foyer.security.models import AuditEntry, AuditPending, AuditSubject

    chance = random.Random(SEED)
    people = [UUID(int=chance.getrandbits(128), version=4) for _ in range(COLLEAGUES)]
    owners = {UUID(int=chance.getrandbits(128), version=4): UUID(int=chance.getrandbits(128), version=4)
              for _ in range(min(CUSTOMERS, rows // 10))}  # fmt: skip
    AuditSubject.objects.bulk_create([AuditSubject(customer=one, pseudonym=other) for one, other in owners.items()])
    start, step = clock.now() - timedelta(days=DAYS), timedelta(days=DAYS) / rows
    made = (_entry(start + step * number, people, list(owners.values()), chance) for number in range(rows))
    while some := [row for _number, row in zip(range(AT_ONCE), made, strict=False)]:
        AuditEntry.objects.bulk_create(some)
        AuditPending.objects.bulk_create([AuditPending(entry=row.pk, at=row.at) for row in some])
    return {"people": people, "customers": list(owners)}


def _entry(at: datetime, people: list[UUID], pseudonyms: list[UUID], chance: random.Random) -> Any:
    from foyer.security.audit import keys
    from foyer.security.audit.canonical import canonical, document
    from foyer.security.audit.keeping import id_at
    from foyer.security.models import AuditEntry

    act = chance.choices([name for name, _weight in ACTS], [weight for _name, weight in ACTS])[0]
    pseudonym = pseudonyms[int(len(pseudonyms) * chance.random() ** 2)]
    row = AuditEntry(
        id=id_at(at), at=at, actor_kind="staff", actor_id=people[int(COLLEAGUES * chance.random() ** 2)],
        actor_roles=["agent"], assurance=2, act=act, subject=f"customer:{pseudonym}", customer=pseudonym,
        purpose="service", reason="R3", fields=["name", "phone"], details={"hits": chance.randint(0, 9)},
        outcome="refused" if act == "staff.refused" else "done", address=_address(chance),
        device=f"{chance.getrandbits(32):016x}", session=f"{chance.getrandbits(32):016x}",
        request=str(chance.getrandbits(64)), key=keys.current_key(),
    )  # fmt: skip
    row.mac = keys.authenticate(canonical(document(row)), row.key)
    return row


def _address(chance: random.Random) -> str:
    return f"10.0.{chance.randint(0, 9)}.{chance.randint(1, 250)}"


def _questions(people: dict[str, list[Any]]) -> Iterator[tuple[str, Callable[[random.Random], Any]]]:
    """The questions of the page, each with what is drawn for it."""
    from foyer.base import clock
    from foyer.security.queries import Question

    now = clock.now()
    acts = [name for name, _weight in ACTS]
    yield "newest", lambda _chance: Question()
    yield "who", lambda chance: Question(actor=chance.choice(people["people"]))
    yield "whose", lambda chance: Question(customer=chance.choice(people["customers"]))
    yield "which act", lambda chance: Question(acts=(chance.choice(acts),))
    yield "from where", lambda chance: Question(address=_address(chance))
    yield "refused", lambda _chance: Question(outcome="refused")
    yield "one day", lambda chance: _day(now - timedelta(days=chance.randint(1, DAYS - 1)))
    yield "who, which act, a week", lambda chance: Question(
        actor=chance.choice(people["people"]), acts=(chance.choice(acts),), since=now - timedelta(days=14),
        until=now - timedelta(days=7),
    )  # fmt: skip


def _day(at: datetime) -> Any:
    from foyer.security.queries import Question

    return Question(since=at, until=at + timedelta(days=1))


def _asked(name: str, draw: Callable[[random.Random], Any], requests: int) -> dict[str, Any]:
    from foyer.security import queries

    chance, took, limit, shown = random.Random(SEED), [], [], 0
    queries.search(draw(chance))
    for _ in range(requests):
        begun = time.perf_counter()
        page = queries.search(draw(chance))
        took.append(time.perf_counter() - begun)
        shown += len(page.lines)
        limit.append(_look_up([line.entry.pk for line in page.lines]))
    return {"name": name, "shown": round(shown / requests), **_times(took, "ms"), **_times(limit, "limit_ms")}


def _look_up(ids: list[UUID]) -> float:
    """The least a database can do for the same rows: read them by their primary keys."""
    from django.db import connection

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM security_auditentry WHERE id = ANY(%s)", [ids])
        cursor.fetchall()
    return time.perf_counter() - begun


_BARE = """
    SELECT s.*, e.* FROM security_auditseal s JOIN security_auditentry e ON e.id = s.entry ORDER BY s.seq
"""


def _bare_rate() -> int:
    """The limit of verifying: the same rows and seals in the same order as a stream, and nothing done with them."""
    from django.db import connection, transaction

    begun, count = time.perf_counter(), 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_BARE)
        while some := cursor.fetchmany(2_000):
            count += len(some)
    return round(count / (time.perf_counter() - begun))


def _count_rows() -> None:
    """What autovacuum does by itself within a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE security_auditentry, security_auditseal, security_auditsubject")


def _times(seconds: list[float], unit: str) -> dict[str, float]:
    if len(seconds) < 2:
        return {f"p50_{unit}": 0.0, f"p95_{unit}": 0.0}
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {f"p50_{unit}": round(cuts[49] * 1000, 2), f"p95_{unit}": round(cuts[94] * 1000, 2)}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
