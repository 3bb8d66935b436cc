"""Files land as they are written, and every line that cannot be read is named."""

import gzip
import zipfile
from pathlib import Path

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


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("not parquet")

    with pytest.raises(FileNotUsable):
        list(other_rows.parquet(path, Files()))
    with pytest.raises(FileNotUsable):
        list(other_rows.excel(path, Files()))
