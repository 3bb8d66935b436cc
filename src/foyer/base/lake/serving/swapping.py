"""Loading a new table beside the old one and putting it in its place: indexes, constraints and privileges as before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connection, transaction
from psycopg.sql import Literal

from foyer.base.engine import Engine
from foyer.base.lake.serving.copying import Transform, copy
from foyer.base.lake.serving.errors import Referenced
from foyer.base.lake.serving.tables import Target, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir

BATCH = 50_000


@transaction.atomic
def swap(engine: Engine, expr: ir.Table, goal: Target, transforms: Mapping[str, Transform]) -> tuple[int, int, int]:
    """Returns the rows now there as inserted, those before as deleted.

    1. Load a bare copy of the table. 2. Build its indexes and constraints, under names of their own. 3. Drop the old
    table, take its name and the names of its indexes. Readers wait for the third step only.
    """
    new = f"_foyer_{uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        _refuse_referenced(cursor, goal)
        cursor.execute(f"CREATE TABLE {quoted(new)} (LIKE {quoted(goal.name)} INCLUDING ALL EXCLUDING INDEXES)")
        rows = _load(cursor, engine, expr, goal, new=new, transforms=transforms)
        renames = [*_build_constraints(cursor, goal, new), *_build_indexes(cursor, goal, new)]
        _copy_privileges(cursor, goal, new)
        before = _count(cursor, goal)
        _keep_sequences(cursor, goal, new)
        cursor.execute(f"DROP TABLE {quoted(goal.name)}")
        cursor.execute(f"ALTER TABLE {quoted(new)} RENAME TO {quoted(goal.name)}")
        for statement in renames:
            cursor.execute(statement)
        cursor.execute(f"ANALYZE {quoted(goal.name)}")
    return rows, 0, before


def _load(
    cursor: Any, engine: Engine, expr: ir.Table, goal: Target, *, new: str, transforms: Mapping[str, Transform]
) -> int:
    """Columns that are not published get the model's default, as the new table's own for as long as it is loaded."""
    defaults = goal.defaults(expr.columns)
    for column, (sql, params) in defaults.items():
        value = _inline(sql, params)
        cursor.execute(f"ALTER TABLE {quoted(new)} ALTER COLUMN {quoted(column)} SET DEFAULT {value}")
    rows = copy(cursor, new, expr.columns, engine.batches(expr, BATCH), transforms)
    for column in defaults:
        cursor.execute(f"ALTER TABLE {quoted(new)} ALTER COLUMN {quoted(column)} DROP DEFAULT")
    return rows


def _inline(sql: str, params: list[Any]) -> str:
    """With its values written out: a default takes no parameters."""
    texts = [Literal(param).as_string(connection.connection) for param in params]
    return sql % tuple(texts) if texts else sql


def _refuse_referenced(cursor: Any, goal: Target) -> None:
    cursor.execute(
        "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND confrelid = %s::regclass AND conrelid <> confrelid",
        [quoted(goal.name)],
    )
    if by := [row[0] for row in cursor.fetchall()]:
        raise Referenced(goal.name, by)


def _build_constraints(cursor: Any, goal: Target, new: str) -> list[str]:
    """Primary key, unique, foreign and exclusion constraints; checks came with the copy. Returns the renames due."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'x', 'f') ORDER BY contype = 'f', conname",
        [quoted(goal.name)],
    )
    renames = []
    for number, (name, definition) in enumerate(cursor.fetchall()):
        own = f"{new}_c{number}"
        cursor.execute(f"ALTER TABLE {quoted(new)} ADD CONSTRAINT {quoted(own)} {definition}")
        renames.append(f"ALTER TABLE {quoted(goal.name)} RENAME CONSTRAINT {quoted(own)} TO {quoted(name)}")
    return renames


def _build_indexes(cursor: Any, goal: Target, new: str) -> list[str]:
    """Indexes that belong to no constraint. Their definitions are PostgreSQL's own, with the two names exchanged."""
    cursor.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = %s::regclass"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)",
        [quoted(goal.name)],
    )
    renames = []
    for number, (name, definition) in enumerate(cursor.fetchall()):
        own = f"{new}_i{number}"
        head, _using, rest = definition.partition(" USING ")
        unique = "UNIQUE " if head.startswith("CREATE UNIQUE") else ""
        cursor.execute(f"CREATE {unique}INDEX {quoted(own)} ON {quoted(new)} USING {rest}")
        renames.append(f"ALTER INDEX {quoted(own)} RENAME TO {quoted(name)}")
    return renames


def _copy_privileges(cursor: Any, goal: Target, new: str) -> None:
    cursor.execute(
        "SELECT a.privilege_type, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(r.rolname) END,"
        " a.is_grantable, quote_ident(o.rolname) FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner"
        " CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE c.oid = %s::regclass",
        [quoted(goal.name)],
    )
    owner = ""
    for privilege, to, grantable, owner in cursor.fetchall():  # noqa: B007
        cursor.execute(f"GRANT {privilege} ON {quoted(new)} TO {to}" + (" WITH GRANT OPTION" if grantable else ""))
    if owner:
        cursor.execute(f"ALTER TABLE {quoted(new)} OWNER TO {owner}")


def _keep_sequences(cursor: Any, goal: Target, new: str) -> None:
    """A serial column's sequence goes over to the new table, so that it is not dropped with the old."""
    cursor.execute(
        "SELECT d.objid::regclass::text, a.attname FROM pg_depend d"
        " JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
        " JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
        " WHERE d.refobjid = %s::regclass AND d.deptype = 'a'",
        [quoted(goal.name)],
    )
    for sequence, column in cursor.fetchall():
        cursor.execute(f"ALTER SEQUENCE {sequence} OWNED BY {quoted(new)}.{quoted(column)}")


def _count(cursor: Any, goal: Target) -> int:
    cursor.execute(f"SELECT count(*) FROM {quoted(goal.name)}")  # noqa: S608
    return int(cursor.fetchone()[0])
