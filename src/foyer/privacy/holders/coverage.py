"""What no holder speaks for: models that lead to a customer or a visitor, and datasets of the lake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey

import foyer
from foyer.privacy.holders.registry import holders

ROOTS = ("customers.Customer", "conversations.Visitor")
NOT_OF_A_PERSON = {
    "customers.IntakeRun": "a run of a source: counts and its mapping",
    "customers.LandedFile": "the name and the hash of a file",
    "customers.WriteKey": "a key of a site",
    "customers.MatchModel": "parameters of a model: sums over all pairs",
}
"""Models that a chain of keys leads to and that hold nothing of a person, with the reason."""
_DATASET = re.compile(r'Dataset\(f?"([^"]+)"')


def uncovered_models() -> list[str]:
    """Models with a path of foreign keys to a customer or a visitor that no holder names."""
    spoken_for = {model for holder in holders() for model in holder.models} | set(NOT_OF_A_PERSON)
    return sorted(_leading() - spoken_for)


def uncovered_datasets() -> list[str]:
    """Datasets that the sources name and no holder speaks for."""
    patterns = [pattern for holder in holders() for pattern in holder.datasets]
    return sorted(name for name in set(_named()) if not any(_fits(name, pattern) for pattern in patterns))


def _leading() -> set[str]:
    found = set(ROOTS)
    while True:
        more = {
            model._meta.label
            for model in apps.get_models()
            if model._meta.label not in found and _targets(model) & found
        }
        if not more:
            return found
        found |= more


def _targets(model: Any) -> set[str]:
    fields = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]
    return {field.related_model._meta.label for field in fields}


def _named() -> Iterator[str]:
    root = Path(str(foyer.__file__)).parent
    for path in root.rglob("*.py"):
        if "tests" not in path.parts and path.parts[-3:-1] != ("base", "lake"):
            yield from _DATASET.findall(path.read_text(encoding="utf-8"))


def _fits(name: str, pattern: str) -> bool:
    """A name that is composed (`customers.{entity}`) fits what its beginning fits."""
    begins = name.partition("{")[0]
    if pattern.endswith(".*"):
        return begins.startswith(pattern[:-1])
    return begins == pattern or ("{" in name and pattern.startswith(begins))
