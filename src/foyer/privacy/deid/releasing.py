"""Letting a data set out: one person asks, a job prepares it, a second lets it out, and on its last day it ends."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import NotFound
from foyer.base.ids import new_id
from foyer.privacy import queries
from foyer.privacy.deid import making
from foyer.privacy.deid.acts import ASKED, ENDED, FETCHED, RELEASED, SAMPLED, note
from foyer.privacy.deid.datasets import releasable
from foyer.privacy.deid.files import part_of, path_of
from foyer.privacy.deid.making import make, new_key, prepare_release
from foyer.privacy.deid.preparing import digest_of
from foyer.privacy.errors import NoSuchDataset, NotOut, NotToBeTried, TooWeak
from foyer.privacy.models import Release
from foyer.privacy.recipients import keeping
from foyer.security import queries as security
from foyer.staff import approvals

KIND = making.KIND
LONGEST = timedelta(days=365)
SAMPLE = 20
UNENDED = (Release.State.PREPARING, Release.State.FAILED, Release.State.PREPARED, Release.State.OUT)


@transaction.atomic
def ask(
    dataset: str,
    *,
    purpose: str,
    recipient: str,
    reason: str,
    by: Actor,
    k: int = 10,
    l: int = 2,  # noqa: E741
    most_left_out: float = 0.02,
    lasts: timedelta = timedelta(days=90),
    party: str = "",
    now: bool = False,
) -> Release:
    """Have a data set prepared for a recipient by a job, which then asks a second person to let it out.

    `party` is a recipient of the register of disclosures, whatever `recipient` says of who in particular; without one
    the data set stays within the bank. What cannot be hidden well enough is kept as "unfit" with its figures and
    nothing else. `now` leaves out the job: whoever calls then calls `make`. Raises NoBasis where the purpose does not
    cover the data, NotDescribed or KindsNotCovered where the register does not, TooWeak for k < 2.
    """
    found = releasable.get(dataset)
    if found is None:
        raise NoSuchDataset
    if k < 2 or l < 1 or not timedelta(0) < lasts <= LONGEST:
        raise TooWeak
    queries.customers_for(purpose, kinds=found.kinds)
    if party:
        keeping.covered(party, purpose, found.kinds)
    release = Release.objects.create(
        id=new_id(), dataset=dataset, purpose=purpose, recipient=recipient, party=party, reason=reason, k_wanted=k,
        l_wanted=l, most_left_out=most_left_out, asked_by=str(by), ends_at=clock.now() + lasts, token_key=new_key(),
        columns=[column.name for column in found.columns],
    )  # fmt: skip
    note(ASKED, release, by, recipient=recipient, k=k, l=l)
    if not now:
        prepare_release.later(release_id=str(release.pk))
    return release


def ask_now(dataset: str, **wanted: Any) -> Release:
    """The same, prepared here and now: for the command line and whoever can wait."""
    release = ask(dataset, now=True, **wanted)
    make(release.pk)
    release.refresh_from_db()
    return release


@transaction.atomic
def try_again(release_id: UUID | str, *, by: Actor) -> Release:
    """Have a release prepared whose preparing failed. Raises NotToBeTried."""
    release = Release.objects.select_for_update().filter(pk=release_id).first()
    if release is None:
        raise NotFound
    if release.state != Release.State.FAILED:
        raise NotToBeTried
    release.state, release.step, release.problem = Release.State.PREPARING, Release.Step.WAITING, ""
    release.progress = None
    release.save(update_fields=["state", "step", "problem", "progress"])
    note(ASKED, release, by, recipient=release.recipient, k=release.k_wanted, l=release.l_wanted)
    prepare_release.later(release_id=str(release.pk))
    return release


def _as_it_is(subject: str) -> dict[str, Any]:
    release = Release.objects.select_for_update().filter(pk=subject).first()
    if release is None:
        raise NotFound
    return {"state": release.state, "file": release.file_hash, "figures": release.measured}


@approvals.kind(
    KIND, permission="privacy.approve_release", current=_as_it_is, name=_("Let a de-identified data set out")
)
def let_out(subject: str, change: dict[str, Any], *, by: Actor) -> None:
    """The second person agrees: from now on the file can be fetched."""
    release = Release.objects.get(pk=subject)
    release.state, release.decided_at, release.decided_by = Release.State.OUT, clock.now(), str(by)
    release.save(update_fields=["state", "decided_at", "decided_by"])
    note(RELEASED, release, by)


@transaction.atomic
def sample(release_id: UUID | str, *, by: Actor) -> list[dict[str, Any]]:
    """The first rows of what was prepared, so that whoever lets it out has seen what it looks like; recorded."""
    standing = (Release.State.PREPARED, Release.State.OUT)
    release = Release.objects.filter(pk=release_id, state__in=standing).first()
    if release is None or not _is_as_it_was_made(release):
        raise NotOut
    note(SAMPLED, release, by, rows=SAMPLE)
    first = next(pq.ParquetFile(path_of(release)).iter_batches(SAMPLE), None)
    return first.to_pylist() if first is not None else []


@transaction.atomic
def fetch(release_id: UUID | str, *, by: Actor) -> Path:
    """The file of a release that is out, unaltered since it was agreed to; each fetch is recorded. Raises NotOut."""
    security.check_export(by)
    release = Release.objects.filter(pk=release_id, state=Release.State.OUT, ends_at__gt=clock.now()).first()
    if release is None or not _is_as_it_was_made(release):
        raise NotOut
    _disclose(release, by)
    note(FETCHED, release, by)
    return path_of(release)


def _disclose(release: Release, by: Actor) -> None:
    """With the first fetch it leaves: from then on the register says so, and its recipient is told of deletions."""
    if release.fetched_at is not None:
        return
    release.fetched_at = clock.now()
    release.save(update_fields=["fetched_at"])
    if release.party:
        keeping.disclose(
            release.party, release.purpose, releasable[release.dataset].kinds, people=release.measured["rows"], by=by,
            reference=f"release:{release.pk}",
        )  # fmt: skip


def _is_as_it_was_made(release: Release) -> bool:
    return path_of(release).is_file() and digest_of(path_of(release)) == release.file_hash


@transaction.atomic
def end(release_id: UUID | str, *, by: Actor) -> None:
    """Destroy the key of the pseudonyms and delete the file; what the recipient holds leads to nobody through us.

    One that waited for a second person is "refused"; any other, and one whose time has come, is "ended". A job that
    still prepares it stops at its next batch.
    """
    release = Release.objects.select_for_update().filter(pk=release_id).first()
    if release is None:
        raise NotFound
    if release.state not in UNENDED:
        return
    now = clock.now()
    is_over = release.state != Release.State.PREPARED or release.ends_at <= now
    release.state = Release.State.ENDED if is_over else Release.State.REFUSED
    release.token_key, release.ended_at = "", now
    release.save(update_fields=["state", "token_key", "ended_at"])
    note(ENDED, release, by)
    transaction.on_commit(lambda: _remove(release))


def _remove(release: Release) -> None:
    for path in (path_of(release), part_of(release)):
        path.unlink(missing_ok=True)


def end_those_due() -> int:
    """End every release whose time has come; how many."""
    due = Release.objects.filter(state__in=UNENDED, ends_at__lte=clock.now()).values_list("pk", flat=True)
    for release_id in list(due):
        end(release_id, by=SYSTEM)
    return len(due)
