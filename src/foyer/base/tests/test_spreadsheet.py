"""What is opened in a spreadsheet calculates nothing, and nobody writes CSV in another way."""

import ast
import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import foyer
from foyer.base import spreadsheet

FORMULAS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "＋1a",
    "－a",
    "＠a",
)
PLAIN = ("", "-5", "+8613800000000", "1e9", "王小明", "a=b", "x-y", "'quoted'", "3 %")
WRITERS = {"writer", "DictWriter", "to_csv", "to_excel"}
READERS = {"customers/intake/wizard/previewing.py"}
"""Reads CSV, and writes none for people."""


def test_a_formula_is_text_and_a_number_stays_a_number() -> None:
    for text in FORMULAS:
        assert spreadsheet.cell(text) == f"'{text}", text
    for text in PLAIN:
        assert spreadsheet.cell(text) == text
    assert spreadsheet.cell("+nan").startswith("'") and spreadsheet.cell(None) == "" and spreadsheet.cell(-5) == "-5"


@given(
    st.lists(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=12), min_size=1), min_size=1, max_size=4)
)
def test_no_cell_begins_a_formula(rows: list[dict[str, str]]) -> None:
    read = list(csv.reader(io.StringIO(spreadsheet.written(rows).removeprefix(spreadsheet.MARK).replace("\0", ""))))

    for cells in read:
        for text in cells:
            assert not text.startswith(("=", "@", "\t", "\r")) and not text.lstrip().startswith(("＝", "＠"))


def test_the_first_line_says_who_took_it() -> None:
    first, second, third = spreadsheet.written([{"a": 1, "b": [1]}], head="=Exported by li.na").splitlines()

    assert (first, second, third) == ("\ufeff'=Exported by li.na", "a,b", "1,[1]")


def test_nobody_writes_csv_in_another_way() -> None:
    root = Path(str(foyer.__file__)).parent
    others = set()
    for path in root.rglob("*.py"):
        name = str(path.relative_to(root))
        if "tests" in path.parts or name.startswith("demo/") or name == "base/spreadsheet.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        writes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & {
            "writer",
            "DictWriter",
            "to_csv",
            "to_excel",
        }
        imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        if writes and ({"csv", "openpyxl", "xlsxwriter"} & imports or writes & {"to_csv", "to_excel"}):
            others.add(name)
    assert others <= READERS
