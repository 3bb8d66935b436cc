"""Publishing from the lake to PostgreSQL: what is written, what is left alone, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from foyer.base.engine import Engine
from foyer.base.jobs.models import Progress, SweepState
from foyer.base.lake.serving import DuplicateKeys, NotInTable, Referenced, publish

pytestmark = pytest.mark.django_db
TABLE = "serving_test"


@pytest.fixture(autouse=True)
def table(db: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE TABLE {TABLE} (
                id bigserial, source text NOT NULL, key text NOT NULL, amount numeric(20, 2), at timestamptz,
                "on" date, is_open boolean, tags text[], details jsonb, note text DEFAULT 'new', gone_at timestamptz,
                CONSTRAINT serving_test_pk PRIMARY KEY (id), CONSTRAINT serving_test_once UNIQUE (source, key),
                CONSTRAINT serving_test_sign CHECK (amount > -1000)
            );
            CREATE INDEX serving_test_open ON {TABLE} (amount) WHERE is_open;
            GRANT SELECT ON {TABLE} TO PUBLIC
        """)
    yield


def rows(engine: Engine, *given: dict[str, Any]) -> Any:
    names = list(dict.fromkeys(name for row in given for name in row))
    return engine.frame(pa.table({name: [row.get(name) for row in given] for name in names}))


def stored(columns: str = "source, key, amount") -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {TABLE} ORDER BY source, key")  # noqa: S608
        return cursor.fetchall()


def one(key: str, amount: str | None = "1.00", source: str = "core") -> dict[str, Any]:
    return {"source": source, "key": key, "amount": None if amount is None else Decimal(amount)}


KEY = ("source", "key")


def test_every_kind_of_value_arrives_as_it_was(engine: Engine) -> None:
    awkward = 'a,"b"\n\\N 中文\t{}'
    given = {
        "source": awkward,
        "key": "",
        "amount": Decimal("-0.05"),
        "at": dt.datetime(2024, 2, 29, 23, 59, 59, 1, dt.UTC),
        "on": dt.date(1899, 12, 31),
        "is_open": True,
        "tags": ["x", 'q"u,o', "", "中\\"],
        "note": None,
    }

    publish(engine, rows(engine, given), TABLE, key=KEY)

    assert stored('source, key, amount, at, "on", is_open, tags, note') == [tuple(given.values())]


def test_a_row_that_did_not_change_is_not_written(engine: Engine) -> None:
    publish(engine, rows(engine, one("a"), one("b"), one("c", None)), TABLE, key=KEY)
    before = stored("key, xmin::text, ctid::text")

    done = publish(engine, rows(engine, one("a"), one("b", "2.00"), one("c", None), one("d")), TABLE, key=KEY)

    assert (done.inserted, done.updated, done.deleted) == (1, 1, 0)
    after = {row[0]: row for row in stored("key, xmin::text, ctid::text")}
    assert [after[row[0]] == row for row in before] == [True, False, True]


def test_what_a_source_no_longer_gives_is_deleted_and_other_sources_stay(duck: Engine) -> None:
    publish(duck, rows(duck, one("a"), one("b"), one("a", source="web")), TABLE, key=KEY)

    done = publish(duck, rows(duck, one("b")), TABLE, key=KEY, scope={"source": "core"})

    assert (done.inserted, done.updated, done.deleted) == (0, 0, 1)
    assert [row[:2] for row in stored()] == [("core", "b"), ("web", "a")]


def test_what_is_gone_can_be_marked_instead_once(duck: Engine) -> None:
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    publish(duck, rows(duck, one("a"), one("b")), TABLE, key=KEY)

    first = publish(duck, rows(duck, one("b")), TABLE, key=KEY, scope={"source": ["core"]}, gone={"gone_at": at})
    again = publish(duck, rows(duck, one("b")), TABLE, key=KEY, scope={"source": ["core"]}, gone={"gone_at": at})

    assert (first.deleted, again.deleted) == (1, 0)
    assert stored("key, gone_at") == [("a", at), ("b", None)]


def test_python_transforms_a_column_and_a_fingerprint_says_what_changed(duck: Engine) -> None:
    def sealed(values: list[Any]) -> list[Any]:
        return [f"sealed {value} {sealed.calls}" for value in values]

    sealed.calls = 1  # type: ignore[attr-defined]
    given = rows(duck, {**one("a"), "note": "secret"})
    publish(duck, given, TABLE, key=KEY, transforms={"note": sealed}, compare=("amount",))
    sealed.calls = 2  # type: ignore[attr-defined]
    publish(duck, given, TABLE, key=KEY, transforms={"note": sealed}, compare=("amount",))

    assert stored("note") == [("sealed secret 1",)]


def test_columns_can_be_chosen_and_renamed(duck: Engine) -> None:
    given = rows(duck, {"system": "core", "number": "7", "secret": "no"})

    publish(duck, given, TABLE, key=KEY, columns={"system": "source", "number": "key"})

    assert stored("source, key, note") == [("core", "7", "new")]


def test_a_model_fills_what_is_not_published_with_its_defaults(duck: Engine) -> None:
    given = duck.frame(pa.table({"name": ["x", "y"], "by": ["system", "system"]}))

    publish(duck, given, Progress, key=("name",))
    publish(duck, given.select("name"), SweepState, key=("name",))
    publish(duck, given.filter(given["name"] == "x").select("name"), SweepState, key=("name",), mode="swap")

    merged, swapped = Progress.objects.get(name="x"), SweepState.objects.get()
    assert (merged.state, merged.done, merged.note) == ("running", 0, "") and merged.id.version in {4, 7}
    assert (swapped.name, swapped.failed_count, swapped.last_error) == ("x", 0, "")


def test_what_cannot_be_published_is_refused_and_nothing_changes(duck: Engine) -> None:
    publish(duck, rows(duck, one("a")), TABLE, key=KEY)

    with pytest.raises(DuplicateKeys):
        publish(duck, rows(duck, one("b"), one("b", "2.00")), TABLE, key=KEY)
    with pytest.raises(NotInTable):
        publish(duck, rows(duck, {**one("b"), "unknown": "1"}), TABLE, key=KEY)

    assert [row[1] for row in stored()] == ["a"]


def test_no_rows_at_all_empty_the_scope(duck: Engine) -> None:
    publish(duck, rows(duck, one("a")), TABLE, key=KEY)

    none = rows(duck, one("a")).filter(lambda row: row.key == "nobody")
    done = publish(duck, none, TABLE, key=KEY, scope={"source": "core"})

    assert done.deleted == 1
    assert stored() == []


def test_a_swapped_table_keeps_indexes_constraints_and_privileges(engine: Engine) -> None:
    publish(engine, rows(engine, one("a"), one("b")), TABLE, key=KEY)
    before = _shape()

    done = publish(engine, rows(engine, one("c"), one("d"), one("e")), TABLE, key=KEY, mode="swap")
    publish(engine, rows(engine, one("f")), TABLE, key=KEY, mode="swap")
    publish(engine, rows(engine, one("g")), TABLE, key=KEY)

    assert (done.inserted, done.deleted) == (3, 2)
    assert _shape() == before
    assert stored("key, note") == [("f", "new"), ("g", "new")]


def test_a_table_that_others_refer_to_is_not_swapped(duck: Engine) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE serving_child (parent bigint REFERENCES {TABLE} (id))")

    with pytest.raises(Referenced):
        publish(duck, rows(duck, one("a")), TABLE, key=KEY, mode="swap")


def _shape() -> list[Any]:
    """Everything that makes the table what it is, but for its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE tablename = %(t)s"
            " UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %(t)s::regclass"
            " UNION ALL SELECT 'privileges', relname::text, relacl::text FROM pg_class WHERE oid = %(t)s::regclass"
            " UNION ALL SELECT 'column', column_name, concat(data_type, is_nullable, column_default)"
            " FROM information_schema.columns WHERE table_name = %(t)s ORDER BY 1, 2",
            {"t": TABLE},
        )
        return cursor.fetchall()
