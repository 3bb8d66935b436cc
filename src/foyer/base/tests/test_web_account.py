"""The account of web processes: rows yes, tables no; the trail may be read and added to."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from foyer.base.postgres.web_account import give_rights

pytestmark = pytest.mark.django_db
NAME = "foyer_web_of_tests"


@pytest.fixture
def web() -> Iterator[None]:
    """From here on as the web's account; undone with the test's transaction."""
    assert give_rights(NAME) and not give_rights(NAME)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id integer)")
        cursor.execute(f"SET LOCAL ROLE {NAME}")
        yield
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as no:
        assert no.__cause__.sqlstate == "42501", no  # type: ignore[union-attr]  # insufficient privilege
        return True
    return False


def test_it_makes_alters_drops_and_gives_nothing(web: None) -> None:
    for statement in (
        "CREATE TABLE loot (id integer)",
        "CREATE INDEX loot ON customers_customer (number)",
        "DROP TABLE customers_customer",
        "TRUNCATE customers_customer CASCADE",
        "ALTER TABLE customers_customer ADD COLUMN loot text",
        "ALTER TABLE security_auditentry DISABLE TRIGGER ALL",
        "CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE loot SUPERUSER",
        "COPY customers_customer TO PROGRAM 'cat'",
        "UPDATE security_auditentry SET act = act",
        "DELETE FROM security_auditentry",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ):
        assert refused(statement), statement


def test_it_reads_and_writes_rows_of_old_and_of_new_tables(web: None) -> None:
    for statement in (
        "SELECT 1 FROM customers_customer",
        "UPDATE customers_customer SET tier = tier",
        "DELETE FROM customers_customersession",
        "INSERT INTO made_later VALUES (1)",
        "CREATE TEMPORARY TABLE mine ON COMMIT DROP AS SELECT 1 AS id",
        "SELECT 1 FROM security_auditentry",
    ):
        assert not refused(statement), statement


def test_one_that_may_do_more_is_refused() -> None:
    with pytest.raises(ValueError, match="SUPERUSER"), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE mighty_of_tests SUPERUSER")
        give_rights("mighty_of_tests")
