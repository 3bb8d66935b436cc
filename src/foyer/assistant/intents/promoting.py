"""Letting a version go live, which a second person decides; and going back to the one before, which takes a button."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.assistant.evaluation.queries import intents_version, objections
from foyer.assistant.intents import acts, live
from foyer.assistant.intents.errors import NoSuchVersion, NothingBefore, NotReady, SpokenAgainst
from foyer.assistant.models import IntentVersion
from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.staff import approvals

APPROVAL = "assistant.promote_intents"
State = IntentVersion.State


@transaction.atomic
def propose(number: int, *, by: Actor, reason: str = "") -> Any:
    """Ask a second person to let the version go live. Refused for one that is worse, that a labelled
    set speaks against, or that was not trained to its end."""
    version = _claimed(number)
    if version.state not in (State.READY, State.FORMER):
        raise NotReady
    against = objections(intents_version(number))
    if against:
        raise SpokenAgainst(sets=against)
    return approvals.propose(APPROVAL, version.pk, {"state": State.LIVE}, by=by, reason=reason)


def as_it_is(subject: str) -> dict[str, Any]:
    """What an approver judges: this file, and which version is live now."""
    version = IntentVersion.objects.get(pk=subject)
    current = IntentVersion.objects.filter(state=State.LIVE).first()
    return {"state": version.state, "file": version.sha256, "now_live": current.number if current else None}


@approvals.kind(
    APPROVAL, permission="assistant.promote_intents", current=as_it_is, name=_("Let a reader of intents go live")
)
def promote(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """Carried out by the approval."""
    go_live(IntentVersion.objects.get(pk=subject), by=by)


@transaction.atomic
def go_live(version: IntentVersion, *, by: Actor) -> None:
    """Read with this version from now on; every process follows within a second. Its file is read first, so that a
    broken one never goes live."""
    live.loaded(version)
    IntentVersion.objects.filter(state=State.LIVE).update(state=State.FORMER)
    version.state, version.promoted_by, version.promoted_at = State.LIVE, str(by), clock.now()
    version.save(update_fields=["state", "promoted_by", "promoted_at"])
    audit.record(acts.PROMOTED, by=by, on=f"intents:{version.number}", details={"file": version.sha256})


@transaction.atomic
def roll_back(*, by: Actor) -> IntentVersion:
    """Read with the version that was live before this one. One person may: the way back was approved before."""
    current = IntentVersion.objects.select_for_update().filter(state=State.LIVE).first()
    before = IntentVersion.objects.select_for_update().filter(state=State.FORMER)
    before = before.exclude(promoted_at=None).order_by("-promoted_at")
    found = before.filter(promoted_at__lt=current.promoted_at).first() if current else before.first()
    if found is None:
        raise NothingBefore
    live.loaded(found)
    if current is not None:
        current.state = State.FORMER
        current.save(update_fields=["state"])
    found.state = State.LIVE
    found.save(update_fields=["state"])
    audit.record(acts.ROLLED_BACK, by=by, on=f"intents:{found.number}", details={"file": found.sha256})
    return found


def version_of(number: int) -> IntentVersion:
    found = IntentVersion.objects.filter(number=number).select_related("progress").first()
    if found is None:
        raise NoSuchVersion
    return found


def _claimed(number: int) -> IntentVersion:
    found = IntentVersion.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NoSuchVersion
    return found
