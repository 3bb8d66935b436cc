"""Records and true pairs from any two CSV files, as the identity measurement takes them.

Columns are known by the names that systems give them, in English and Chinese, whatever their case and separators; a
column that nobody knows is told and left out. Everything is read as text: 00123 stays 00123.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

ENCODINGS = ("utf-8-sig", "gb18030", "latin-1")
NAMES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "data/identity_columns.yaml").read_text(encoding="utf-8")
)
FIELDS = {alias: field for field, aliases in NAMES.items() for alias in aliases.split()}
MANY = {"phones", "emails"}
_EMPTY = {
    "",
    "nan",
    "none",
    "null",
    "na",
    "n/a",
    "#n/a",
    "-",
    "--",
    "无",
    "空",
    "不详",
    "未知",
    "unknown",
    "\\n",
    "nat",
}
_PERSONAL = re.compile(r"^\d{17}[\dXx]$|^\d{15}$")


@dataclass
class Read:
    """Records in the columns of the matching frame, and the columns that nobody knew."""

    table: pd.DataFrame
    unknown: list[str]


def read_records(path: Path) -> Read:
    """The records of a file."""
    rows = _rows(path)
    heads = [_plain(head) for head in rows[0]]
    raw = pd.DataFrame(
        [_fitted(row, len(heads)) for row in rows[1:] if any(row)], columns=range(len(heads)), dtype=object
    )
    fields: dict[str, pd.Series] = {}
    unknown = []
    for at, head in enumerate(heads):
        field = FIELDS.get(head) or FIELDS.get(re.sub(r"[_\d]+$", "", head))
        if field is None:
            unknown.append(rows[0][at])
            continue
        values = raw[at].map(_said)
        fields[field] = _joined(fields[field], values, field in MANY) if field in fields else values
    return Read(_in_columns(fields, raw, unknown), unknown)


def _in_columns(fields: dict[str, pd.Series], raw: pd.DataFrame, unknown: list[str]) -> pd.DataFrame:
    if "record_id" not in fields:
        fields["record_id"] = raw[0].map(_said)
    if "source" not in fields:
        fields["source"] = pd.Series("one", index=raw.index, dtype=object)
    table = pd.DataFrame(fields)
    table = _with_documents(_with_birthday(_with_middle(table)))
    table["kind"] = _kinds(table)
    table["source"] = table["source"].fillna("one")
    return table[table.record_id.notna()].drop_duplicates("record_id").astype("string[pyarrow]").reset_index(drop=True)


def _with_middle(table: pd.DataFrame) -> pd.DataFrame:
    if "middle_name" in table and "given_name" in table:
        both = table["given_name"].fillna("") + " " + table["middle_name"].fillna("")
        table["given_name"] = both.str.strip().replace("", None)
    return table.drop(columns="middle_name", errors="ignore")


def _with_birthday(table: pd.DataFrame) -> pd.DataFrame:
    parts = ["birth_year", "birth_month", "birth_day_of_month"]
    if "born_on" not in table and "birth_year" in table:
        table["born_on"] = table[[one for one in parts if one in table]].apply(_dashed, axis=1)
    return table.drop(columns=parts, errors="ignore")


def _dashed(row: pd.Series) -> str | None:
    return "-".join(str(one) for one in row) if row.notna().all() else None


def _with_documents(table: pd.DataFrame) -> pd.DataFrame:
    """Numbers of any kind go where they belong: by their kind if it is told, else by their look."""
    if "document" not in table:
        return table.drop(columns="document_kind", errors="ignore")
    kinds = table["document_kind"] if "document_kind" in table else pd.Series("", index=table.index)
    homes = [_home(number, kind) for number, kind in zip(table["document"], kinds.fillna("").astype(str), strict=True)]
    for home in ("resident_id", "passport", "uscc", "social_security"):
        found = table["document"].where(pd.Series([one == home for one in homes], index=table.index))
        table[home] = table[home].fillna(found) if home in table else found
    return table.drop(columns=["document", "document_kind"], errors="ignore")


def _home(number: object, kind: str) -> str:
    kind, text = kind.lower(), str(number).strip()
    if "信用" in kind or "uscc" in kind or "营业" in kind:
        return "uscc"
    if "social" in kind or "社保" in kind or "ssn" in kind or "tax" in kind:
        return "social_security"
    if ("身份证" in kind and "外国" not in kind) or "resident" in kind or _PERSONAL.match(text):
        return "resident_id"
    return "passport" if "护照" in kind or "passport" in kind or re.match(r"^[A-Za-z]", text) else "social_security"


def _kinds(table: pd.DataFrame) -> pd.Series:
    said = table["kind"].fillna("").str.lower() if "kind" in table else pd.Series("", index=table.index)
    company = said.str.contains("org|compan|corp|business|机构|企业|公司|对公|单位", regex=True)
    return company.map({True: "organisation", False: "person"})


def _joined(first: pd.Series, second: pd.Series, many: bool) -> pd.Series:
    if not many:
        return first.fillna(second)
    return (first.fillna("") + ";" + second.fillna("")).str.strip(";").replace("", None)


def read_truth(path: Path, known: Iterable[str]) -> list[tuple[str, str]]:
    """The true pairs, with or without a line of headings."""
    there = set(known)
    pairs = [(row[0].strip(), row[1].strip()) for row in _rows(path) if len(row) > 1]
    if pairs and not (pairs[0][0] in there and pairs[0][1] in there):
        pairs = pairs[1:]
    return [(_as_known(left, there), _as_known(right, there)) for left, right in pairs]


def _as_known(name: str, there: set[str]) -> str:
    """7.0 for 7: a program that took the ids for numbers wrote them so."""
    if name not in there and name.endswith(".0") and name[:-2] in there:
        return name[:-2]
    return name


def _rows(path: Path) -> list[list[str]]:
    text = _text(path.read_bytes())
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    csv.field_size_limit(10_000_000)
    return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True) if row]


def _text(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads every byte")


def _plain(head: str) -> str:
    return re.sub(r"[\s\-./（）()]+", "_", unicodedata.normalize("NFKC", head).strip().lower()).strip("_")


def _said(value: object) -> str | None:
    text = str(value).strip() if value is not None else ""
    return None if text.lower() in _EMPTY else text


def _fitted(row: list[str], width: int) -> list[str]:
    return (row + [""] * width)[:width]
