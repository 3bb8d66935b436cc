"""The library of threats: a file, in our own words, each with what in this house speaks for or against it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from foyer.base.text import Bilingual
from foyer.security.risks.errors import NoSuchThreat

SHIPPED = Path(__file__).parent.parent / "fixtures" / "threats.yaml"
FAMILIES = {
    "S": Bilingual("仿冒", "Spoofing"),
    "T": Bilingual("篡改", "Tampering"),
    "R": Bilingual("抵赖", "Repudiation"),
    "I": Bilingual("信息泄露", "Information disclosure"),
    "D": Bilingual("拒绝服务", "Denial of service"),
    "E": Bilingual("权限提升", "Elevation of privilege"),
    "LLM": Bilingual("大模型", "Language models"),
    "ASI": Bilingual("智能体", "Agents"),
    "L": Bilingual("法律与数据保护", "Law and data protection"),
}


@dataclass(frozen=True)
class Threat:
    """One threat: its family, what happens, where it is listed, and the rules and scenarios that tell of it."""

    code: str
    family: str
    name: Bilingual
    words: Bilingual
    lists: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()

    @property
    def family_name(self) -> Bilingual:
        return FAMILIES[self.family]


@cache
def library() -> dict[str, Threat]:
    """Every threat by code, in the order of the file."""
    said = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    lists = ("lists", "rules", "scenarios")
    found = [
        Threat(
            code=one["code"], family=one["family"], name=Bilingual(**one["name"]), words=Bilingual(**one["words"]),
            **{name: tuple(one.get(name, ())) for name in lists},
        )
        for one in said
    ]  # fmt: skip
    return {one.code: one for one in found}


def threat(code: str) -> Threat:
    """One threat. Raises NoSuchThreat."""
    if code not in library():
        raise NoSuchThreat
    return library()[code]
