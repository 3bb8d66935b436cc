"""Proof for any past moment: what held, on which text, how it was said, and where the trail tells of it."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.privacy.consents import acts, ledger, receipts
from foyer.privacy.consents.queries import state_at
from foyer.privacy.gates.persons import Person
from foyer.privacy.models import Consent, NoticeShown, PrivacyNotice, Purpose


@transaction.atomic
def proof(customer: UUID, *, by: Actor, reason: str, at: datetime | None = None) -> dict[str, Any]:
    """Everything that was said up to a moment, with the words it was said to. The export is itself recorded.

    `digest` is the SHA-256 of all the rest in canonical JSON (RFC 8785), so that a copy can be checked against it.
    """
    moment = at or clock.now()
    who = Person(customer)
    said = Consent.objects.filter(ledger.condition(who, moment), at__lte=moment)
    rows = list(said.select_related("purpose", "notice").order_by("at", "pk"))
    told = {
        "subject": str(customer),
        "at": moment.isoformat(),
        "states": {code: state_at(who, code, moment) for code in Purpose.objects.values_list("code", flat=True)},
        "decisions": [_decision(row) for row in rows],
        "notices": [_notice(one) for one in _notices(rows)],
        "shown": [_shown(one) for one in NoticeShown.objects.filter(who.condition()).select_related("notice")],
        "exported_at": clock.now().isoformat(),
        "exported_by": str(by),
    }  # fmt: skip
    digest = digest_of(told)
    audit.record(
        acts.CONSENT_PROVED, by=by, on=f"customer:{customer}", customer=customer, reason=reason,
        details={"digest": digest, "decisions": len(rows)},
    )  # fmt: skip
    return {**told, "digest": digest}


def digest_of(told: dict[str, Any]) -> str:
    """The fingerprint of a proof, whether or not it already carries one."""
    return hashlib.sha256(rfc8785.dumps({k: v for k, v in told.items() if k != "digest"})).hexdigest()


def _decision(row: Consent) -> dict[str, Any]:
    return {**receipts.as_json(row), "by": row.by, "at": row.at.isoformat(), "audit": f"consent:{row.pk}"}


def _notices(rows: list[Consent]) -> list[PrivacyNotice]:
    found = {row.notice.pk: row.notice for row in rows if row.notice}
    return sorted(found.values(), key=lambda notice: notice.version)


def _notice(one: PrivacyNotice) -> dict[str, Any]:
    """The text itself, so that the digest can be recomputed by whoever doubts it."""
    return {
        "version": one.version,
        "digest": one.digest,
        "published_at": one.published_at.isoformat() if one.published_at else None,
        "approved_by": one.approved_by,
        "words": one.words,
        "purposes": one.purposes,
        "audit": f"notice:{one.pk}",
    }


def _shown(one: NoticeShown) -> dict[str, Any]:
    return {"version": one.notice.version, "door": one.door, "language": one.language, "at": one.at.isoformat()}
