"""Tables for spreadsheets: the one way in which Foyer writes CSV that a person may open.

    spreadsheet.written(rows)                              # rows are dictionaries; columns in the order they appear
    spreadsheet.written(rows, head=export_line(user))      # the first line says who took it out of the house

A cell that a spreadsheet would take for a formula is text (OWASP, "CSV injection"): what begins with = + - @, a tab or
a line break, in half or full width and after any blanks, gets an apostrophe before it. A plain number stays a number.
The mark at the beginning lets spreadsheets read Chinese.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

MARK = "\ufeff"
_FORMULA = tuple("=+-@＝＋－＠")
_BREAKS = ("\t", "\r", "\n", "\0")


def written(rows: Iterable[Mapping[str, Any]], columns: Iterable[str] = (), *, head: str = "") -> str:
    """The rows as CSV, with a first line of their columns."""
    rows = list(rows)
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    if head:
        writer.writerow([cell(head)])
    writer.writerow([cell(name) for name in names])
    writer.writerows([cell(row.get(name)) for name in names] for row in rows)
    return MARK + out.getvalue()


def cell(value: Any) -> str:
    """One value as text that no spreadsheet calculates."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list | tuple) else str(value)
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    if text.startswith(_BREAKS):
        return True
    return text.lstrip().startswith(_FORMULA) and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and text.strip().lower().lstrip("+-") not in ("nan", "inf", "infinity")
