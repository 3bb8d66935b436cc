"""An account of the database for web processes: it reads and writes rows, and makes, alters and owns nothing.

Whoever finds a way to run SQL through a page can then drop no table, disable no trigger and grant nothing. Tables that
the owner makes later (by migrations, or by the lake, which makes and swaps them at run time) come with the same rights.
The audit trail's may only be read and added to, as for everybody.
"""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

APPEND_ONLY = ("security_auditentry", "security_auditseal", "security_auditanchor")
READ_ONLY = ("django_migrations",)
_RIGHTS = (
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name}",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {name}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}",
)


@transaction.atomic
def give_rights(name: str) -> bool:
    """Let an account serve the web. Made first where there is none, without a password; says whether it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %s", [name])
        known = cursor.fetchone()
        if known and known[0]:
            raise ValueError(f"{name} may do more than a web process: take SUPERUSER, CREATEROLE, CREATEDB from it")
        cursor.execute("SELECT current_database()")
        places = {"name": sql.Identifier(name), "database": sql.Identifier(cursor.fetchone()[0])}
        if not known:
            cursor.execute(sql.SQL("CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(**places))
        for right in _RIGHTS:
            cursor.execute(sql.SQL(right).format(**places))
        _take_back(cursor, places["name"])
    return not known


def _take_back(cursor: Any, name: sql.Identifier) -> None:
    there = set(connection.introspection.table_names(cursor))
    for tables, rights in ((APPEND_ONLY, "UPDATE, DELETE, TRUNCATE"), (READ_ONLY, "INSERT, UPDATE, DELETE")):
        for table in there.intersection(tables):
            statement = sql.SQL("REVOKE " + rights + " ON {table} FROM {name}")
            cursor.execute(statement.format(table=sql.Identifier(table), name=name))
