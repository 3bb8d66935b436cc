"""Data flows as a drawing in three columns: where data comes from, the rooms, where it goes.

Only numbers and names: the template draws them as SVG, and the table below says the same.
"""

from dataclasses import dataclass
from typing import Any

from foyer.base.text import Bilingual, active_language
from foyer.security.risks.flows import IN, OUT, ROOM, Flow, Node

WIDTH, BOX, LEAST, GAP, TOP = 1060, 280, 34, 14, 34
COLUMNS = {IN: 0, ROOM: (WIDTH - BOX) // 2, OUT: WIDTH - BOX}
PEN = 3.0
"""How wide a line is for each kind of data."""
LONGEST = 20


@dataclass(frozen=True)
class Box:
    """One place: where it stands, and how high it is for the lines that begin and end there."""

    node: Node
    x: int
    y: float
    height: float

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def text_y(self) -> float:
        return self.y + self.height / 2 + 5

    @property
    def name(self) -> str:
        said, most = self.node.name.in_(active_language()), LONGEST if active_language() == "zh" else LONGEST + 14
        return said if len(said) <= most else said[: most - 1] + "…"


def picture(flows: list[Flow]) -> dict[str, Any]:
    """Boxes and lines; `height` of the whole."""
    boxes = {side: _column(flows, side) for side in COLUMNS}
    height = max((box.y + box.height for column in boxes.values() for box in column), default=TOP) + GAP
    at = {box.node.code: box for column in boxes.values() for box in column}
    heads = [
        {"x": COLUMNS[IN], "name": Bilingual("来自", "From")}, {"x": COLUMNS[ROOM], "name": Bilingual("房间", "Rooms")},
        {"x": COLUMNS[OUT], "name": Bilingual("去往", "To")},
    ]  # fmt: skip
    return {"width": WIDTH, "height": round(height), "box": BOX, "heads": heads, "boxes": list(at.values()),
            "lines": _lines(flows, at)}  # fmt: skip


def _column(flows: list[Flow], side: str) -> list[Box]:
    nodes = {node.code: node for one in flows for node in (one.source, one.target) if node.side == side}
    found, y = [], float(TOP)
    for code, node in nodes.items():
        coming = sum(_pen(one) for one in flows if one.target.code == code)
        going = sum(_pen(one) for one in flows if one.source.code == code)
        height = max(LEAST, coming, going)
        found.append(Box(node, COLUMNS[side], y, height))
        y += height + GAP
    return found


def _lines(flows: list[Flow], at: dict[str, Box]) -> list[dict[str, Any]]:
    """Each flow as a curve; those of one box lie side by side."""
    used: dict[tuple[str, str], float] = {}
    found = []
    for one in flows:
        begin, end = at[one.source.code], at[one.target.code]
        y1, y2 = _next(used, "out", begin, one, flows), _next(used, "in", end, one, flows)
        x1, x2 = begin.x + BOX, end.x
        middle = (x1 + x2) / 2
        path = f"M{x1} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2} {y2:.1f}"
        found.append({
            "path": path, "pen": f"{_pen(one):.1f}", "worst": one.worst or "C1", "flow": one,
            "abroad": one.region not in ("", "CN"),
        })  # fmt: skip
    return found


def _next(used: dict[tuple[str, str], float], way: str, box: Box, one: Flow, flows: list[Flow]) -> float:
    """The middle of this line's place at a box; all lines of one side stand centred together."""
    ends = [each.source.code if way == "out" else each.target.code for each in flows]
    whole = sum(_pen(each) for each, code in zip(flows, ends, strict=True) if code == box.node.code)
    key = way, box.node.code
    begin = used.get(key, box.y + (box.height - whole) / 2)
    used[key] = begin + _pen(one)
    return begin + _pen(one) / 2


def _pen(one: Flow) -> float:
    return PEN * max(1, min(len(one.kinds), 8))
