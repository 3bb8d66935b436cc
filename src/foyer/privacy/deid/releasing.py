"""Letting a data set out: one person prepares it, a second lets it out, and it comes back to nothing at its end."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.engine import open_engine
from foyer.base.errors import NotFound
from foyer.base.ids import new_id
from foyer.privacy import queries
from foyer.privacy.deid.datasets import Releasable, releasable
from foyer.privacy.deid.preparing import Prepared, digest_of, prepare
from foyer.privacy.errors import NoSuchDataset, NotOut, TooWeak
from foyer.privacy.models import Release
from foyer.security import queries as security
from foyer.staff import approvals

PREPARED = audit.kind("privacy.release_prepared", _("Prepared a de-identified data set"))
RELEASED = audit.kind("privacy.release_let_out", _("Let a de-identified data set out"))
SAMPLED = audit.kind("privacy.release_sampled", _("Looked at a sample of a de-identified data set"))
FETCHED = audit.kind("privacy.release_fetched", _("Fetched a released data set"))
ENDED = audit.kind("privacy.release_ended", _("Ended the release of a data set"))
KIND = "privacy.release"
LONGEST = timedelta(days=365)
SAMPLE = 20


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
) -> Release:
    """Prepare a data set for a recipient and ask a second person to let it out.

    What cannot be hidden well enough is kept as "unfit" with its figures and nothing else. Raises NoBasis where the
    purpose does not cover the data, TooWeak for k < 2.
    """
    found = releasable.get(dataset)
    if found is None:
        raise NoSuchDataset
    if k < 2 or l < 1 or not timedelta(0) < lasts <= LONGEST:
        raise TooWeak
    allowed = queries.customers_for(purpose, kinds=found.kinds)
    release = Release(
        id=new_id(), dataset=dataset, purpose=purpose, recipient=recipient, reason=reason, k_wanted=k, l_wanted=l,
        most_left_out=most_left_out, asked_by=str(by), ends_at=clock.now() + lasts,
        columns=[column.name for column in found.columns],
    )  # fmt: skip
    key = secrets.token_bytes(32)
    release.file_name = f"{release.id}.parquet"
    with open_engine() as engine:
        made = prepare(
            engine, found, allowed.iterator(), key, path_of(release), k=k, l=l, limit=most_left_out
        )  # fmt: skip
    try:
        return _kept(release, found, made, key, by)
    except BaseException:
        path_of(release).unlink(missing_ok=True)
        raise


@transaction.atomic
def _kept(release: Release, dataset: Releasable, made: Prepared, key: bytes, by: Actor) -> Release:
    release.measured = made.as_json()
    fit = made.choice is not None and made.anonymity.k >= release.k_wanted
    fit = fit and (not dataset.sensitive or made.anonymity.l >= release.l_wanted)
    if made.choice is None or not fit:
        release.state, release.file_name = Release.State.UNFIT, ""
        path_of_name(f"{release.id}.parquet").unlink(missing_ok=True)
    else:
        release.rungs = dict(made.choice.rungs)
        release.token_key, release.file_hash = key.hex(), digest_of(path_of(release))
    release.save(force_insert=True)
    _note(PREPARED, release, by, recipient=release.recipient, **{n: release.measured[n] for n in ("rows", "k", "l")})
    if fit:
        approvals.propose(KIND, release.id, {"state": Release.State.OUT.value}, by=by, reason=release.reason)
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
    _note(RELEASED, release, by)


@transaction.atomic
def sample(release_id: UUID | str, *, by: Actor) -> list[dict[str, Any]]:
    """The first rows of what was prepared, so that whoever lets it out has seen what it looks like; recorded."""
    standing = (Release.State.PREPARED, Release.State.OUT)
    release = Release.objects.filter(pk=release_id, state__in=standing).first()
    if release is None or not _is_as_it_was_made(release):
        raise NotOut
    _note(SAMPLED, release, by, rows=SAMPLE)
    first = next(pq.ParquetFile(path_of(release)).iter_batches(SAMPLE), None)
    return first.to_pylist() if first is not None else []


@transaction.atomic
def fetch(release_id: UUID | str, *, by: Actor) -> Path:
    """The file of a release that is out, unaltered since it was agreed to; each fetch is recorded. Raises NotOut."""
    security.check_export(by)
    release = Release.objects.filter(pk=release_id, state=Release.State.OUT, ends_at__gt=clock.now()).first()
    if release is None or not _is_as_it_was_made(release):
        raise NotOut
    _note(FETCHED, release, by)
    return path_of(release)


def _is_as_it_was_made(release: Release) -> bool:
    return path_of(release).is_file() and digest_of(path_of(release)) == release.file_hash


@transaction.atomic
def end(release_id: UUID | str, *, by: Actor) -> None:
    """Destroy the key of the pseudonyms and delete the file; what the recipient holds leads to nobody through us.

    One that waited for a second person is "refused"; one whose time has come, decided or not, is "ended".
    """
    release = Release.objects.select_for_update().filter(pk=release_id).first()
    if release is None:
        raise NotFound
    if release.state not in (Release.State.PREPARED, Release.State.OUT):
        return
    now = clock.now()
    is_over = release.state == Release.State.OUT or release.ends_at <= now
    release.state = Release.State.ENDED if is_over else Release.State.REFUSED
    release.token_key, release.ended_at = "", now
    release.save(update_fields=["state", "token_key", "ended_at"])
    _note(ENDED, release, by)
    transaction.on_commit(lambda: path_of(release).unlink(missing_ok=True))


def end_those_due() -> int:
    """End every release whose time has come; how many."""
    due = Release.objects.filter(state__in=("prepared", "out"), ends_at__lte=clock.now()).values_list("pk", flat=True)
    for release_id in list(due):
        end(release_id, by=SYSTEM)
    return len(due)


def _note(kind: audit.Kind, release: Release, by: Actor, **figures: Any) -> None:
    details = {"dataset": release.dataset, **figures}
    audit.record(
        kind, by=by, on=f"release:{release.id}", purpose=release.purpose, reason=release.reason, details=details
    )


def path_of(release: Release) -> Path:
    return path_of_name(release.file_name)


def path_of_name(name: str) -> Path:
    return Path(settings.HOME) / "releases" / (name or "none")
