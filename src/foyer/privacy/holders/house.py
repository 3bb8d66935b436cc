"""What the house's own mechanisms hold: facts, live events, jobs, clocks, the back office's log. They carry ids only,
and rows that carry a person's ids go with them. Proposals that waited for a second person stay without the person."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Sentence
from foyer.base.legends import FREE_TEXT, TOKEN
from foyer.customers.erasing import words_of
from foyer.privacy.holders.registry import Holder, register
from foyer.privacy.holders.subject import Subject
from foyer.staff.approvals import forgetting

FLOOR = 10
APPROVALS_FLOOR = 38  # before customers: by whose names and numbers they are found
AT_ONCE = 500


def _words(subject: Subject) -> set[str]:
    return subject.names | words_of(subject.person)


def _patterns(subject: Subject) -> list[str]:
    names = sorted(subject.names)
    return ["|".join(map(re.escape, names[at : at + AT_ONCE])) for at in range(0, len(names), AT_ONCE)]


def _counted(table: str, text: str) -> Callable[[Subject], int]:
    def count(subject: Subject) -> int:
        found = 0
        with connection.cursor() as cursor:
            for pattern in _patterns(subject):
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {text} ~ %s", [pattern])  # noqa: S608
                found += cursor.fetchone()[0]
        return found

    return count


def _deleted(table: str, text: str, first: tuple[str, ...] = ()) -> Callable[[Subject], int]:
    """Delete the rows whose text names the person; `first` what hangs on them."""

    @transaction.atomic
    def delete(subject: Subject) -> int:
        gone = 0
        with connection.cursor() as cursor:
            for pattern in _patterns(subject):
                for before in first:
                    cursor.execute(before.format(where=f"{text} ~ %s"), [pattern])
                cursor.execute(f"DELETE FROM {table} WHERE {text} ~ %s", [pattern])  # noqa: S608
                gone += cursor.rowcount
        return gone

    return delete


def _holder(
    code: str, name: Sentence, model: str, text: str, *, rule: str, first: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> None:  # fmt: skip
    table = _table(model)
    register(
        Holder(
            code, name, where="queue", legend=TOKEN, basis="contract", rule=rule, floor=FLOOR,
            trace=_counted(table, text), erase=_deleted(table, text, first), models=(model, *also),
        )
    )  # fmt: skip


def _table(model: str) -> str:
    found: Any = apps.get_model(model)
    return f'"{found._meta.db_table}"'


def declare() -> None:
    """Called when every room's models are there."""
    deliveries = "DELETE FROM base_delivery WHERE fact_id IN (SELECT id FROM base_outboxfact WHERE {where})"
    events = "DELETE FROM base_clock_event WHERE clock_id IN (SELECT id FROM base_clock WHERE {where})"
    jobs = "DELETE FROM procrastinate_events WHERE job_id IN (SELECT id FROM procrastinate_jobs WHERE {where})"
    register(
        Holder(
            "staff.approvals", _("Proposals that a second person decided"), where="table", legend=FREE_TEXT,
            basis="statute", rule="audit_trail", floor=APPROVALS_FLOOR,
            trace=lambda subject: forgetting.count(_words(subject)),
            erase=lambda subject: forgetting.forget(_words(subject)),
            models=("staff.ApprovalRequest", "staff.ApprovalStep"),
        )
    )  # fmt: skip
    _holder("base.facts", _("Facts on their way"), "base.OutboxFact", "(key || payload::text)", rule="technical",
            first=(deliveries,), also=("base.Delivery",))  # fmt: skip
    _holder("base.live", _("Live events"), "base.LiveEvent", "(topic || data::text)", rule="technical")
    _holder("base.topics", _("Live topics"), "base.LiveTopic", "name", rule="technical")
    _holder("base.clocks", _("Deadlines"), "base.Clock", "subject", rule="technical", first=(events,),
            also=("base.ClockEvent",))  # fmt: skip
    _holder("base.jobs", _("Jobs"), "procrastinate.ProcrastinateJob", "args::text", rule="technical", first=(jobs,))
    _holder("base.back_office", _("Log of the back office"), "admin.LogEntry", "coalesce(object_id, '')",
            rule="security_logs")  # fmt: skip
