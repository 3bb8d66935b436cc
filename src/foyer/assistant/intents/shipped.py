"""The intents of a retail bank that come with Foyer: to begin with, and to measure with.

`intents.yaml` was written intent by intent; `intents_told.yaml` adds stories, `intents_voices.yaml` twenty people,
each asked for everything. `intents_met.yaml` was written by ten others, blind to all of these (docs/intents.md). A bank
that begins with them learns from all of it; where accuracy is measured the last is never learned from.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.apps import apps

from foyer.assistant.intents import exchange, promoting, running
from foyer.assistant.intents.exchange import Outcome
from foyer.assistant.models import IntentVersion
from foyer.base.actors import SYSTEM, Actor

WRITTEN, TOLD, VOICES, MET = "intents.yaml", "intents_told.yaml", "intents_voices.yaml", "intents_met.yaml"


def written() -> dict[str, dict[str, Any]]:
    """Each intent with its names and phrasings in both languages."""
    found: dict[str, dict[str, Any]] = _read(WRITTEN)
    for code, told in _read(TOLD).items():
        found[code]["zh"] += told
    for code, text in _rows(VOICES):
        found[code]["zh"].append(text)
    return found


def met() -> list[tuple[str, str]]:
    """The blind half: an intent and how somebody wanted it, in Chinese."""
    return _rows(MET)


def met_by_person() -> dict[str, list[tuple[str, str]]]:
    """The same, by the person who wanted it."""
    return {person: list(said.items()) for person, said in _read(MET).items()}


def take_in(*, by: Actor = SYSTEM) -> Outcome:
    """Both halves as content. Done again, nothing changes."""
    whole = written()
    for code, text in met():
        whole[code]["zh"].append(text)
    return exchange.take_in(WRITTEN, yaml.safe_dump(whole, allow_unicode=True).encode(), by=by)


def begin(*, by: Actor = SYSTEM) -> IntentVersion | None:
    """Take them in and read messages with them; nothing where a version is live already."""
    if IntentVersion.objects.filter(state=IntentVersion.State.LIVE).exists():
        return None
    take_in(by=by)
    version = running.run(running.start(by=by).pk)
    promoting.go_live(version, by=by)
    return version


def _rows(name: str) -> list[tuple[str, str]]:
    """Of a file written person by person: an intent and how somebody wanted it."""
    return [row for said in _read(name).values() for row in said.items()]


def _read(name: str) -> Any:
    path = Path(apps.get_app_config("assistant").path) / "fixtures" / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))
