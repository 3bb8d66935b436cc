"""Data flows: who gives data to which room, and which room hands it to whom; generated from what rooms tell.

    @flows.part
    def parties() -> Iterator[Flow]: ...

The picture and its table (desk: Security → Data flows) are made from the same lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from foyer.base.text import Bilingual
from foyer.security.models import Asset

CLASSES = ("", "C1", "C2", "C3")
IN, ROOM, OUT = "in", "room", "out"
ORDER = {IN: 0, ROOM: 1, OUT: 2}


@dataclass(frozen=True)
class Node:
    """A place where data is: outside before it comes (in), a room, or where it goes (out)."""

    code: str
    name: Bilingual
    side: str


@dataclass(frozen=True)
class Flow:
    """Kinds of data that go from one place to another; the worst of their classes; the region where that is abroad."""

    source: Node
    target: Node
    kinds: tuple[Bilingual, ...]
    worst: str = ""
    region: str = ""

    def kinds_in(self, language: str) -> str:
        return ("、" if language == "zh" else ", ").join(one.in_(language) for one in self.kinds)


Part = Callable[[], Iterator[Flow]]
_parts: list[Part] = []


def part(tell: Part) -> Part:
    """Register who knows of flows."""
    if tell not in _parts:
        _parts.append(tell)
    return tell


def room(code: str) -> Node:
    """A room by its code; `flows` gives it the name that the register has for it."""
    return Node(f"room:{code}", Bilingual(code, code), ROOM)


def flows() -> list[Flow]:
    """Every flow, by where it begins and ends; two that join the same places are put together."""
    found: dict[tuple[str, str], Flow] = {}
    for tell in _parts:
        for one in tell():
            key = one.source.code, one.target.code
            found[key] = _together(found[key], one) if key in found else one
    names = dict(Asset.objects.filter(kind=Asset.Kind.FUNCTION, gone_at=None).values_list("code", "name"))
    told = [_named(one, names) for one in found.values()]
    return sorted(told, key=lambda one: (ORDER[one.source.side], one.source.code, one.target.code))


def worst_of(classes: Iterable[str]) -> str:
    """C3 before C2 before C1."""
    return max(classes, key=lambda one: CLASSES.index(one) if one in CLASSES else 0, default="")


def conclusion(found: list[Flow]) -> Bilingual:
    """What the picture shows, for its title."""
    leaving = [one for one in found if one.target.side == OUT and one.target.code.startswith("party:")]
    abroad = sorted({one.region for one in leaving if one.region not in ("", "CN")})
    into = {one.source.code for one in found if one.source.side == IN}
    to = {one.target.code for one in leaving}
    zh = f"{len(into)} 个来源把数据交给本行，" + (f"{len(to)} 个外部接收方得到数据" if to else "没有外部接收方")
    outside = f"{len(to)} parties outside receive some" if to else "nobody outside receives any"
    en = f"{len(into)} sources give data to this house, and {outside}"
    if abroad:
        return Bilingual(f"{zh}，其中有境外：{'、'.join(abroad)}", f"{en}, some abroad: {', '.join(abroad)}")
    return Bilingual(f"{zh}，均在境内", f"{en}, none of them abroad") if to else Bilingual(zh, en)


def _together(first: Flow, second: Flow) -> Flow:
    kinds = tuple(dict.fromkeys((*first.kinds, *second.kinds)))
    return Flow(first.source, first.target, kinds, worst_of((first.worst, second.worst)), first.region or second.region)


def _named(one: Flow, names: dict[str, Bilingual]) -> Flow:
    source, target = (replace(node, name=names.get(node.code, node.name)) for node in (one.source, one.target))
    return replace(one, source=source, target=target)


@part
def stores() -> Iterator[Flow]:
    """What each room keeps in the lake, beside its tables."""
    lake = Node("files:lake", Bilingual("数据湖（加密文件）", "The lake (sealed files)"), OUT)
    for row in Asset.objects.filter(kind=Asset.Kind.DATASET, gone_at=None).order_by("code"):
        yield Flow(room(row.room), lake, (_dataset(row),), _worst(row.facts))


def _dataset(row: Asset) -> Bilingual:
    return row.name


def _worst(facts: dict[str, Any]) -> str:
    return worst_of(facts.get("fields", {}).values()) or "C2"
