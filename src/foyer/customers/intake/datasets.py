"""The lake's tables that intake writes: rows as they came, rows converted, and what is the case now."""

from foyer.base.lake import Dataset

STATE_COLUMNS = {
    "source": "string",
    "record_id": "string",
    "_table": "string",
    "_origin": "string",
    "_file": "string",
    "_row": "int64",
    "_run": "string",
    "_seen_at": "timestamp(6)",
    "_gone_at": "timestamp(6)",
}
"""What each row of a current-state dataset carries beside its entity's fields.

`_table` and `_origin` say which row of the source it came from, `_file` and `_row` where that stands; `_gone_at` is set
when the source no longer has it.
"""


def raw(source: str, table: str) -> Dataset:
    """Rows as the source gave them: every column text, `_file` and `_row` say where each stood."""
    return Dataset(f"customers.raw.{source}.{table}")


def aside(source: str, table: str) -> Dataset:
    """Lines that could not be read as rows: `_file`, `_row`, `reason`, `text`."""
    return Dataset(f"customers.aside.{source}.{table}")


def converted(source: str, table: str, entity: str) -> Dataset:
    """Rows in the standard's terms, each value beside its text as given (`<field>__raw`)."""
    return Dataset(f"customers.converted.{source}.{table}.{entity}")


def state(entity: str) -> Dataset:
    """What all sources say of one entity now; what is gone stays, with `_gone_at`."""
    return Dataset(f"customers.{entity}")
