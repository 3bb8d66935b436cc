"""The scenarios: shipped as a file. A scenario whose text changed becomes a new version; old drills keep theirs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max

from foyer.base.text import Bilingual
from foyer.security.drills.errors import NoSuchScenario
from foyer.security.models import DrillScenario

SHIPPED = Path(__file__).parent.parent / "fixtures" / "drills.yaml"
OUTSIDE = ("code", "kind", "name", "goal")


@cache
def shipped() -> list[dict[str, Any]]:
    """What the file says, each scenario whole."""
    return list(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@transaction.atomic
def install() -> int:
    """Enter scenarios that are new or changed, each as the next version; returns how many."""
    newest = {one.code: one for one in current()}
    new = [said for said in shipped() if said["code"] not in newest or _differs(newest[said["code"]], said)]
    for said in new:
        before = newest.get(said["code"])
        DrillScenario.objects.create(
            code=said["code"], version=before.version + 1 if before else 1, kind=said["kind"],
            name=Bilingual(**said["name"]), goal=Bilingual(**said["goal"]), spec=_spec(said),
        )  # fmt: skip
    return len(new)


def current() -> list[DrillScenario]:
    """The newest version of every scenario."""
    newest = DrillScenario.objects.values("code").annotate(newest=Max("version"))
    versions = {row["code"]: row["newest"] for row in newest}
    return [one for one in DrillScenario.objects.all() if versions[one.code] == one.version]


def scenario(code: str) -> DrillScenario:
    """The newest version. Raises NoSuchScenario."""
    found = DrillScenario.objects.filter(code=code).order_by("-version").first()
    if found is None:
        raise NoSuchScenario
    return found


def inject_said(scenario: DrillScenario, code: str) -> dict[str, Any]:
    """What a scenario says of one of its injects."""
    return next((one for one in scenario.spec["injects"] if one["code"] == code), {})


def role_name(scenario: DrillScenario, code: str) -> Bilingual:
    """What a participant's role is called in a scenario; what is no role of it stays as it was written."""
    said = scenario.spec.get("roles", {}).get(code)
    return Bilingual(**said) if said else Bilingual(code, code)


def _spec(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in OUTSIDE}


def _differs(row: DrillScenario, said: dict[str, Any]) -> bool:
    texts = (row.name.as_json(), row.goal.as_json())
    return (row.spec, row.kind, *texts) != (_spec(said), said["kind"], said["name"], said["goal"])
