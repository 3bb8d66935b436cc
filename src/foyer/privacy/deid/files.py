"""Where the file of a release lies; `.part` while it is being written."""

from pathlib import Path

from django.conf import settings

from foyer.privacy.models import Release


def path_of(release: Release) -> Path:
    return path_of_name(release.file_name)


def part_of(release: Release) -> Path:
    return path_of_name(f"{release.pk}.part")


def path_of_name(name: str) -> Path:
    return Path(settings.HOME) / "releases" / (name or "none")
