"""Rows that no gate should let through: a few of each table, so that a data steward has something to do."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
FAULTS: dict[str, tuple[Row, ...]] = {
    "customers": (
        {"姓名": "", "证件号码": ""},
        {"客户类型": "待定"},
        {"客户号": ""},
        {"客户号": "C" * 130},
        {"出生日期": "2199-01-01"},
        {"证件号码": "11010519491231002"},
        {"手机号": "1390000"},
    ),
    "accounts": ({"币种": ""}, {"账户类型": "未知"}, {"客户号": "C000999999"}, {"账号": ""}),
    "loans": ({"产品": "", "借据号": ""}, {"客户号": "C000999998"}),
    "relations": ({"关系人客户号": "C000999997"}, {"关系": "邻居"}),
    "cardholders": ({"FULL_NAME": "", "EMBOSSED_NAME": ""}, {"ID_NO": "44010119900307321X"}, {"MOBILE": "12345"}),
    "cards": ({"HOLDER_ID": "1"}, {"CARD_NO": ""}),
}
SHARE = 400
"""One row in so many is spoiled, but each fault occurs at least once."""


def spoiled(table: str, rows: list[Row]) -> list[Row]:
    """The rows with some more that are wrong copies of them; and one that comes twice and contradicts itself."""
    faults = FAULTS[table]
    count = max(len(faults), len(rows) // SHARE)
    wrong = [_wrong(rows[-1 - place % len(rows)], faults[place % len(faults)], place) for place in range(count)]
    return [*rows, *wrong, *_twice(table, rows)]


def _wrong(row: Row, fault: Row, place: int) -> Row:
    """A copy under a key of its own, unless the key is what is wrong."""
    key = next(iter(row))
    return row | {key: f"{str(row[key])[:-1]}W{place}"} | fault


def _twice(table: str, rows: list[Row]) -> list[Row]:
    if table not in ("customers", "cardholders"):
        return []
    name = "姓名" if table == "customers" else "FULL_NAME"
    return [row | {name: f"{row[name]}二"} for row in rows[-3:-1]]
