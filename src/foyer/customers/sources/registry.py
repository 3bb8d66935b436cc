"""Putting a source on the bank's list, switching it off and on again, and knowing when it is due."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.customers.acts import SOURCE_CHANGED, SOURCE_SWITCHED
from foyer.customers.models import RegisteredSource
from foyer.customers.sources import schedule
from foyer.customers.sources.shapes import Source


class SourceOff(Refusal):
    code = "source_off"
    message = gettext_lazy("This source is switched off.")
    mend = gettext_lazy("Switch it on before it is run.")


class ContractEnded(Refusal):
    code = "contract_ended"

    def __init__(self, source: Source) -> None:
        given = source.third_party
        assert given is not None  # noqa: S101
        what = _("The contract {contract} with {provider} ended on {day}: nothing more may be taken in.")
        super().__init__(
            what.format(contract=given.contract, provider=given.provider, day=given.ends_on),
            mend=_("Renew the contract and its end in the mapping file, or take the source off the list."),
        )


@transaction.atomic
def register(source: Source, *, by: Actor, at: str = "") -> RegisteredSource:
    """The mapping is now the one in force. Asked twice with the same text, nothing changes."""
    row, is_new = RegisteredSource.objects.select_for_update().get_or_create(
        code=source.code, defaults={"text": source.text, "changed_by": str(by)}
    )
    if is_new or (row.text, row.file, row.at) != (source.text, source.file, at or row.at):
        row.text, row.file, row.at = source.text, source.file, at or row.at
        row.changed_at, row.changed_by = clock.now(), str(by)
        row.due_at = next_due(source)
        row.save()
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        audit.record(
            SOURCE_CHANGED,
            by=by,
            on=f"source:{source.code}",
            fields=("mapping",),
            details={"sha256": digest, "new": is_new},
        )
    return row


def may_run(source: Source) -> None:
    """Raises why this source may not be read now."""
    row = RegisteredSource.objects.filter(code=source.code).first()
    if row is not None and row.disabled_at:
        raise SourceOff
    end = source.third_party.ends_on if source.third_party else ""
    if end and date.fromisoformat(end) < clock.now().date():
        raise ContractEnded(source)


def next_due(source: Source, after: datetime | None = None) -> datetime | None:
    """When the source is read next; None for one without a schedule."""
    if not source.schedule:
        return None
    return schedule.parse(source.schedule, source.time_zone or settings.TIME_ZONE).after(after or clock.now())


@transaction.atomic
def switch_off(code: str, *, by: Actor) -> None:
    """Read nothing more from the source; what came from it stays."""
    off = {"disabled_at": clock.now(), "disabled_by": str(by)}
    if RegisteredSource.objects.filter(code=code, disabled_at=None).update(**off):
        audit.record(SOURCE_SWITCHED, by=by, on=f"source:{code}", details={"on": False})


@transaction.atomic
def switch_on(code: str, *, by: Actor) -> None:
    RegisteredSource.objects.filter(code=code).update(disabled_at=None, disabled_by=str(by))
    audit.record(SOURCE_SWITCHED, by=by, on=f"source:{code}", details={"on": True})


def is_stale(source: Source, last: datetime | None) -> bool:
    """Whether a third party's data is older than its contract lets it be."""
    if source.third_party is None:
        return False
    return last is None or (clock.now() - last).days >= source.third_party.refresh_days
