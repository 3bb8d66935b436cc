"""Telling each recipient what became of the data it was given: corrected, deleted, not to be used any more (GDPR 19).

    known = persons.of(customer)                       # before anything is changed
    fan_out("correct", known, request=…, by=by)        # one notice for each recipient that was given such data

A recipient is told no more than it was given before. Each notice has a deadline of `DAYS` working days, kept by
`base.clocks`, a way (webhook, letter, file) and a state that ends with the recipient's acknowledgement.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock, clocks
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.privacy.models import Disclosure, Recipient, RecipientNotice
from foyer.privacy.recipients import acts, pseudonyms
from foyer.privacy.recipients.persons import Known
from foyer.privacy.requests import deadlines

DAYS = 10
POLICY = "privacy.recipient_notice"
Occasion = RecipientNotice.Occasion
State = RecipientNotice.State
KIND_OF = {"name": "identity", "phone": "contact", "email": "contact", "home_address": "contact"}
"""Of which kind the values are that a customer can have corrected; the others no recipient is given."""


@transaction.atomic
def fan_out(
    occasion: str,
    known: Known,
    *,
    request: str,
    by: Actor,
    values: dict[str, str] | None = None,
    purposes: Collection[str] = (),
) -> list[RecipientNotice]:
    """Begin a notice to every recipient that was given what it is about; asked twice, begun once.

    `values` are what a correction put right; `purposes` narrows a restriction to what was given for these.
    """
    made = []
    for recipient, given in _given(known, purposes).items():
        about = _about(occasion, given, values or {})
        if occasion == Occasion.RECTIFICATION and not about:
            continue
        content = {
            **known.for_kinds(given.kinds),
            "references": given.references,
            **({"now": about} if about else {}),
            **({"purposes": sorted(purposes)} if purposes else {}),
        }
        first = _First(occasion, request, known.customers[0], by)
        made += _begin(recipient, first, content, sorted(about or given.kinds))
    return made


class _Given:
    """What one recipient was given of the person."""

    def __init__(self) -> None:
        self.kinds: set[str] = set()
        self.references: list[str] = []


def _given(known: Known, purposes: Collection[str]) -> dict[Recipient, _Given]:
    rows = Disclosure.objects.filter(customer__in=known.customers).select_related("recipient").order_by("at")
    if purposes:
        rows = rows.filter(purpose__code__in=list(purposes))
    found: dict[Recipient, _Given] = {}
    for row in rows:
        given = found.setdefault(row.recipient, _Given())
        given.kinds |= set(row.kinds)
        given.references += [row.reference] if row.reference and row.reference not in given.references else []
    for recipient, token, kinds in pseudonyms.of(known.customers, purposes):
        given = found.setdefault(recipient, _Given())
        given.kinds |= kinds
        given.references.append(token)
    return found


def _about(occasion: str, given: _Given, values: dict[str, str]) -> dict[str, str]:
    if occasion != Occasion.RECTIFICATION:
        return {}
    return {name: value for name, value in values.items() if KIND_OF.get(name) in given.kinds}


@dataclass(frozen=True)
class _First:
    """What all notices of one occasion have in common."""

    occasion: str
    request: str
    customer: UUID
    by: Actor


def _begin(recipient: Recipient, first: _First, content: dict[str, Any], what: list[str]) -> list[RecipientNotice]:
    now = clock.now()
    notice, is_new = RecipientNotice.objects.get_or_create(
        recipient=recipient, occasion=first.occasion, request_number=first.request,
        defaults={
            "customer": first.customer, "content": content, "what": what, "way": recipient.tell_by, "made_at": now,
            "due_at": deadlines.working_days(now, DAYS),
        },
    )  # fmt: skip
    if not is_new:
        return []
    clocks.define(
        POLICY, name=Bilingual("告知数据接收方", "Notice to a recipient"), calendar=clocks.always(), seconds=None,
        warn_before=deadlines.WARN,
    )  # fmt: skip
    clocks.start(POLICY, subject(notice), at=now, due_at=notice.due_at)
    audit.record(
        acts.TO_TELL, by=first.by, on=f"recipient_notice:{notice.pk}", customer=first.customer,
        details={"to": recipient.code, "occasion": first.occasion, "request": first.request},
    )  # fmt: skip
    if notice.way == Recipient.Way.WEBHOOK:
        from foyer.privacy.recipients.carrying import post

        post.later(notice_id=str(notice.pk))
    return [notice]


def subject(notice: RecipientNotice) -> str:
    """As its clock is named."""
    return f"recipient_notice:{notice.pk}"
