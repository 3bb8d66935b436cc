"""The job that prepares a release: watched while it works, begun anew after a crash, stopped when it is not wanted.

Until everything is measured there is only a file ending in ".part"; begun anew, it is written anew under the same key.
A failure is kept with the release in words that hold no personal data; whoever asked may have it tried again.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction

from foyer.base.actors import Actor
from foyer.base.engine import open_engine
from foyer.base.errors import Refusal
from foyer.base.jobs import Progress, job
from foyer.base.postgres.alone import alone
from foyer.privacy import queries
from foyer.privacy.deid import files
from foyer.privacy.deid.acts import FAILED, PREPARED, note
from foyer.privacy.deid.datasets import releasable
from foyer.privacy.deid.preparing import Prepared, Watch, digest_of, prepare
from foyer.privacy.errors import NoSuchDataset
from foyer.privacy.models import Release
from foyer.staff import approvals

log = structlog.get_logger(__name__)
KIND = "privacy.release"


class Stopped(Exception):
    """Somebody ended the release while it was being prepared."""


@job("privacy.prepare_release", attempts=3)
def prepare_release(release_id: str) -> None:
    """Prepare what was asked for; one that went another way meanwhile is left alone."""
    make(release_id)


def make(release_id: UUID | str) -> None:
    """Write and measure the file of a release, then ask a second person. Safe to be cut off and begun again."""
    with alone(f"release {release_id}") as is_mine:  # a job rescued too early does not write beside the first
        release = Release.objects.filter(pk=release_id, state=Release.State.PREPARING).first()
        if release is None or not is_mine:
            return
        watch = Watched(release)
        try:
            _make(release, watch)
        except Stopped:
            watch.over(Progress.fail, "stopped")
        except (OperationalError, InterfaceError):
            raise  # the database is away: the job is tried again
        except Exception as error:
            _fail(release, watch, error)
        finally:
            files.part_of(release).unlink(missing_ok=True)


def _make(release: Release, watch: Watched) -> None:
    dataset = releasable.get(release.dataset)
    if dataset is None:
        raise NoSuchDataset
    key = bytes.fromhex(release.token_key)
    allowed = queries.customers_for(release.purpose, kinds=dataset.kinds).iterator()
    part = files.part_of(release)
    with open_engine() as engine:
        made = prepare(engine, dataset, allowed, key, part, k=release.k_wanted, l=release.l_wanted,
                       limit=release.most_left_out, watch=watch)  # fmt: skip
    fit = made.choice is not None and made.anonymity.k >= release.k_wanted
    fit = fit and (not dataset.sensitive or made.anonymity.l >= release.l_wanted)
    _keep(release, made, part if fit else None)
    watch.over(Progress.finish, "")


@transaction.atomic
def _keep(release: Release, made: Prepared, part: Path | None) -> None:
    """What was measured; with a file it waits for a second person, without one it is unfit."""
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.state != Release.State.PREPARING:
        raise Stopped
    row.measured, row.problem = made.as_json(), ""
    if part is None or made.choice is None:
        row.state, row.token_key = Release.State.UNFIT, ""
    else:
        row.state, row.rungs, row.file_name = Release.State.PREPARED, dict(made.choice.rungs), f"{row.pk}.parquet"
        row.file_hash = digest_of(part)
        part.replace(files.path_of(row))
    row.save()
    by = Actor.parse(row.asked_by)
    note(PREPARED, row, by, recipient=row.recipient, **{name: row.measured[name] for name in ("rows", "k", "l")})
    if row.state == Release.State.PREPARED:
        approvals.propose(KIND, row.pk, {"state": Release.State.OUT.value}, by=by, reason=row.reason)


@transaction.atomic
def _fail(release: Release, watch: Watched, error: Exception) -> None:
    """It stays to be tried again or ended; a refusal's words are kept, of anything else only what kind it was."""
    problem = str(error.message) if isinstance(error, Refusal) else type(error).__name__
    Release.objects.filter(pk=release.pk, state=Release.State.PREPARING).update(
        state=Release.State.FAILED, problem=problem[:300]
    )
    files.path_of_name(f"{release.pk}.parquet").unlink(missing_ok=True)
    note(FAILED, release, Actor.parse(release.asked_by), error=type(error).__name__)
    watch.over(Progress.fail, problem)
    log.warning("release_failed", release=str(release.pk), error=type(error).__name__)


class Watched(Watch):
    """Tells the release's row and its progress; between two batches it asks whether the release is still wanted."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.progress: Progress | None = None

    def step(self, name: str) -> None:
        self._still_wanted(step=name)

    def rows(self, total: int) -> None:
        self.progress = Progress.start("privacy.release", total, by=Actor.parse(self.release.asked_by))
        self._still_wanted(progress=self.progress.pk)

    def wrote(self, count: int) -> None:
        self._still_wanted(progress=self.progress.pk if self.progress else None)
        if self.progress is not None:
            self.progress.advance(count)

    def over(self, ended: Any, words: str) -> None:
        if self.progress is not None:
            ended(self.progress, words)

    def _still_wanted(self, **now: Any) -> None:
        if not Release.objects.filter(pk=self.release.pk, state=Release.State.PREPARING).update(**now):
            raise Stopped


def new_key() -> str:
    """The key of the pseudonyms of one release."""
    return secrets.token_bytes(32).hex()
