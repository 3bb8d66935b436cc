"""The first assessment of Foyer itself, shipped as a file: where a bank begins."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.security.models import Asset, Risk
from foyer.security.risks import register
from foyer.security.risks.assessing import Judgement, assess

SHIPPED = Path(__file__).parent.parent / "fixtures" / "risks.yaml"
SEEN = Bilingual("首次整体评估", "Seen in the first assessment of the whole house")


@cache
def shipped() -> list[dict[str, Any]]:
    return list(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def install(*, by: Actor, owner: UUID | None) -> int:
    """Enter the risks that are not there yet, and take the register as it stands for assessed; returns how many."""
    register.refresh()
    there = set(Risk.objects.values_list("code", flat=True))
    assets = set(Asset.objects.filter(gone_at=None).values_list("code", flat=True))
    new = [said for said in shipped() if said["code"] not in there and said["asset"] in assets]
    for said in new:
        assess(said["code"], said["asset"], said["threat"], judgement(said, owner), by=by)
    if new:
        register.accept_all(by=by, answer=str(SEEN))
    return len(new)


def judgement(said: dict[str, Any], owner: UUID | None) -> Judgement:
    """What the file says, as values."""
    numbers = {name: said[name] for name in ("likelihood", "impacts", "residual_likelihood", "residual_impact")}
    title, rationale = Bilingual(**said["title"]), Bilingual(**said["rationale"])
    return Judgement(title=title, rationale=rationale, controls=tuple(said["controls"]), owner=owner, **numbers)
