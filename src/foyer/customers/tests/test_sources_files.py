"""Files land as they are written, and every line that cannot be read is named."""

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from foyer.customers.sources.connectors import csv_rows, other_rows
from foyer.customers.sources.connectors.bytes_of import PIECE
from foyer.customers.sources.connectors.port import Aside, FileNotUsable
from foyer.customers.sources.shapes import Files


def read(path: Path, **how: object) -> tuple[list[dict[str, object]], list[Aside]]:
    batches = list(csv_rows.read(path, Files(**how)))  # type: ignore[arg-type]
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    return rows, [line for batch in batches for line in batch.aside]


def write(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_text_in_every_encoding_of_the_trade(tmp_path: Path, encoding: str) -> None:
    rows, aside = read(write(tmp_path, "姓名;市\n王偉;臺北\n李四;中\n", encoding), encoding=encoding, delimiter=";")

    assert [(row["姓名"], row["市"], row["_row"]) for row in rows] == [("王偉", "臺北", 2), ("李四", "中", 3)]
    assert not aside


def test_czech_in_latin_2(tmp_path: Path) -> None:
    rows, _aside = read(write(tmp_path, "město\nPlzeň\n", "iso-8859-2"), encoding="iso-8859-2")

    assert rows == [{"město": "Plzeň", "_row": 2}]


def test_broken_lines_are_set_aside_with_number_and_reason(tmp_path: Path) -> None:
    content = b'a,b\n1,2\n1,2,3\n"x,2\n5,6\n\n7,"y\nz"\n8,' + b"\xff\xfe\n" + b"9"

    rows, aside = read(write(tmp_path, content))

    assert [(row["a"], row["b"], row["_row"]) for row in rows] == [("1", "2", 2), ("5", "6", 5), ("7", "y\nz", 7)]
    assert [(line.line, line.reason) for line in aside] == [
        (3, "columns"), (4, "quote"), (9, "bytes"), (10, "cut_short"),
    ]  # fmt: skip


def test_a_large_file_keeps_its_line_numbers_over_many_pieces(tmp_path: Path) -> None:
    lines = [f"{n},{'x' * 90}" for n in range(2, 120_000)]
    lines[60_000] = 'broken "line'
    path = write(tmp_path, "n,text\n" + "\n".join(lines) + "\n")
    assert path.stat().st_size > 2 * PIECE

    rows, aside = read(path)

    assert len(rows) == len(lines) - 1
    assert all(int(str(row["n"])) == row["_row"] for row in rows)
    assert [(line.line, line.text) for line in aside] == [(60_002, 'broken "line')]


def test_a_packed_file_that_was_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    whole = gzip.compress("".join(["n,v\n", *(f"{n},{n * 7919 % 10007}\n" for n in range(50_000))]).encode())
    path.write_bytes(whole[: len(whole) // 2])

    rows, aside = read(path)

    assert 10_000 < len(rows) < 50_000
    assert {line.reason for line in aside} <= {"cut_short"}


def test_a_zip_holds_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a\n1\n")
    assert read(path)[0] == [{"a": "1", "_row": 2}]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.csv", "a\n1\n")

    with pytest.raises(FileNotUsable):
        read(path)


def test_names_of_columns_are_never_empty_nor_twice(tmp_path: Path) -> None:
    rows, _aside = read(write(tmp_path, "a,A,,_row\n1,2,3,4\n"))

    assert rows == [{"a": "1", "A_2": "2", "column_3": "3", "_row_2": "4", "_row": 2}]


def test_columns_may_be_named_where_the_file_names_none(tmp_path: Path) -> None:
    rows, _aside = read(write(tmp_path, "1|2\n"), header=False, columns=("a", "b"), delimiter="|")

    assert rows == [{"a": "1", "b": "2", "_row": 1}]


def test_a_file_without_a_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotUsable):
        read(write(tmp_path, ""))


def test_parquet_is_text_like_everything_else(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"n": [1, 2], "x": [1.5, None], "ok": [True, False], "l": [[1], []]}), path)

    (batch,) = other_rows.parquet(path, Files())

    assert batch.rows.to_pylist() == [
        {"n": "1", "x": "1.5", "ok": "true", "l": "[1]", "_row": 1},
        {"n": "2", "x": None, "ok": "false", "l": "[]", "_row": 2},
    ]


CELLS = """<row r="2"><c r="A2" t="inlineStr"><is><t>客户号</t></is></c>
<c r="B2" t="inlineStr"><is><t>开户日</t></is></c>
<c r="C2" t="inlineStr"><is><t>余额</t></is></c></row>
<row r="3"><c r="A3"><v>1001</v></c><c r="B3" s="1"><v>45292</v></c><c r="C3"><v>12.5</v></c></row>
<row r="5"><c r="A5" t="inlineStr"><is><t>0042</t></is></c><c r="C5" t="b"><v>1</v></c></row>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKBOOK = {
    "[Content_Types].xml": f"""<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/officeDocument"
Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="说明" sheetId="1" r:id="r1"/>
<sheet name="客户" sheetId="2" r:id="r2"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINKS}/worksheet"
Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{LINKS}/worksheet" Target="worksheets/sheet2.xml"/>
<Relationship Id="r3" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>
</styleSheet>""",
    "xl/worksheets/sheet1.xml": f"""<worksheet xmlns="{MAIN}"><sheetData/></worksheet>""",
    "xl/worksheets/sheet2.xml": f"""<worksheet xmlns="{MAIN}"><sheetData>{CELLS}</sheetData></worksheet>""",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two sheets; on the second a line of nothing, a head, a day, a number, an empty line and a number with zeros."""
    path = tmp_path / "customers.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, text in WORKBOOK.items():
            book.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return path


def test_a_sheet_of_an_excel_file_is_text_like_everything_else(workbook: Path) -> None:
    (batch,) = other_rows.excel(workbook, Files(sheet="客户", skip_lines=1))

    assert batch.rows.to_pylist() == [
        {"客户号": "1001", "开户日": "2024-01-01", "余额": "12.5", "_row": 3},
        {"客户号": "0042", "开户日": "", "余额": "true", "_row": 5},
    ]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(workbook: Path) -> None:
    with pytest.raises(FileNotUsable) as refused:
        list(other_rows.excel(workbook, Files(sheet="Clients")))

    assert "Clients" in str(refused.value.message)
    assert "说明, 客户" in str(refused.value.mend)


@pytest.mark.parametrize(
    "how",
    [{}, {"data_page_version": "2.0", "compression": "zstd"}, {"use_dictionary": False},
     {"use_dictionary": False, "column_encoding": {"name": "DELTA_BYTE_ARRAY"}}],
)  # fmt: skip
def test_every_way_to_write_parquet_reads_the_same(tmp_path: Path, how: dict[str, Any]) -> None:
    path = tmp_path / "a.parquet"
    columns = {"name": ["王小明", None, "王小红"], "phones": [["1", "2"], [], None], "raw": [b"q", None, b"r"]}
    pq.write_table(pa.table(columns), path, **how)

    (batch,) = other_rows.parquet(path, Files())

    assert batch.rows.column(0).to_pylist() == ["王小明", None, "王小红"]
    assert batch.rows.column(1).to_pylist() == ['["1", "2"]', "[]", None]
    assert batch.rows.column(2).to_pylist() == ["q", None, "r"]


def test_a_page_whose_head_is_cut_off_is_damaged_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"name": ["x" * 50] * 10}), path)
    data = bytearray(path.read_bytes())
    data[4:24] = b"\xff" * 20
    path.write_bytes(bytes(data))

    with pytest.raises(FileNotUsable):
        list(other_rows.parquet(path, Files()))


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("not parquet")

    with pytest.raises(FileNotUsable):
        list(other_rows.parquet(path, Files()))
    with pytest.raises(FileNotUsable):
        list(other_rows.excel(path, Files()))
