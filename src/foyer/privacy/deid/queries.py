"""Reads of releases for those who prepare and those who let out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from foyer.base.actors import Actor
from foyer.base.errors import NotFound
from foyer.base.jobs import Progress
from foyer.base.text import Bilingual
from foyer.privacy.deid.datasets import Releasable, releasable
from foyer.privacy.deid.ladders import LADDERS
from foyer.privacy.models import Release
from foyer.staff import queries as staff

SHOWN = 100
STANDING = (Release.State.PREPARED, Release.State.OUT)
ON_ITS_WAY = (Release.State.PREPARING, Release.State.FAILED)


def releases() -> QuerySet[Release]:
    """The newest first, without what nobody reads: the key of the pseudonyms."""
    return Release.objects.defer("token_key").order_by("-asked_at")


def release(release_id: UUID | str) -> Release:
    """One, or NotFound."""
    found = Release.objects.filter(pk=release_id).first()
    if found is None:
        raise NotFound
    return found


def progress_of(found: Release) -> Progress | None:
    """How many rows stand in its file so far; None before the first."""
    return Progress.objects.filter(pk=found.progress).first() if found.progress else None


def datasets() -> list[Releasable]:
    """What can be released."""
    return [releasable[code] for code in sorted(releasable)]


def title_of(code: str) -> Bilingual:
    """The name of a data set; its code where no room declares it any more."""
    return releasable[code].title if code in releasable else Bilingual(code, code)


def generalised(found: Release) -> list[tuple[Bilingual, Bilingual]]:
    """Each quasi-identifier, and the rung at which its values are shown."""
    declared = releasable.get(found.dataset)
    if declared is None:
        return []
    columns = {column.name: column for column in declared.named("quasi")}
    return [
        (columns[name].title, LADDERS[columns[name].ladder].name(rung))
        for name, rung in found.rungs.items()
        if name in columns
    ]


def people(found: Iterable[Release]) -> dict[str, str]:
    """The names of those who asked and decided, by the actor that is kept."""
    actors = {text for one in found for text in (one.asked_by, one.decided_by) if text}
    ids: dict[str, Any] = {text: Actor.parse(text).id for text in actors}
    names = staff.names_of(each for each in ids.values() if each)
    return {text: names.get(UUID(str(one)), text) if one else text for text, one in ids.items()}
