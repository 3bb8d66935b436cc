"""A house of the version before, with rows in it, is brought up to date: everything opens, nothing lies in clear."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from foyer.base.crypto import hashed_query, seal
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.conversations.models.message import WORDS

BEFORE = [("customers", "0002_one_customer"), ("conversations", "0002_numbers")]
SEALED = [("customers", "0003_sealed"), ("conversations", "0003_sealed")]
PHONE, OTHER, ID = "13800138001", "13900139002", "11010519491231002X"
IN_CLEAR = (PHONE, OTHER, ID, "王小明", "我的卡", "骂人", "手机 1", "转账", "88.50", "6222021234567894", "ACC-778899")


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A database of our own, so that those of other tests stay as they are."""
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        name = sql.Identifier(f"{before}_before")
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
        connection.close()
        connection.settings_dict["NAME"] = f"{before}_before"
        try:
            yield connection
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
            connection.close()


def migrated(targets: list[tuple[str, str]]) -> Any:
    """The models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


def fill(apps: Any) -> dict[str, Any]:
    """Rows as the version before wrote them: some columns sealed without a row, most in clear."""
    name, head = Bilingual("总行", "Head office"), new_id()
    unit = apps.get_model("staff", "Unit").objects.create(
        id=head, code="head", name=name, kind="head_office", path=f"/{head}/"
    )
    customer = apps.get_model("customers", "Customer").objects.create(number="200000001", unit=unit, kind="person")
    old = {column: seal(text, f"customers_customer.{column}") for column, text in
           (("name", "王小明"), ("phone", f"+86{PHONE}"), ("email", "wei@bank.example"))}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer SET name = %s, phone = %s, email = %s, blocked_reason = '骂人' WHERE id = %s",
            [*old.values(), customer.pk],
        )
    holding = apps.get_model("customers", "Holding").objects.create(
        source="core", key="ACC-778899", kind="account", balance=Decimal("88.50"), details={"note": "转账"}
    )
    visitor = apps.get_model("conversations", "Visitor").objects.create(
        token_hash="x" * 64, channel="portal", blocked_reason="骂人"
    )
    queue = apps.get_model("conversations", "Queue").objects.create(code="q", name=name, unit=unit)
    talk = apps.get_model("conversations", "Conversation").objects.create(
        number="C-1", channel="portal", unit=unit, queue=queue, visitor=visitor, last_text=f"手机 {PHONE}"
    )
    message = apps.get_model("conversations", "Message")
    said = [f"我的卡丢了，手机 {PHONE}，证件 {ID}", "Please call me back", f"转账给 {OTHER}"]
    for seq, text in enumerate(said, 1):
        message.objects.create(
            conversation=talk, seq=seq, client_id=str(seq), author_kind="customer", author_name="王小明", text=text,
            payload={"file": f"手机 {OTHER}"} if seq == 3 else {},
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_liveevent (topic, seq, kind, data, at) VALUES ('t', 1, 'k', %s, now())",
            [f'{{"text": "{PHONE}"}}'],
        )
    return {"customer": customer.pk, "holding": holding.pk, "talk": talk.pk, "said": said}


def everything() -> str:
    """Every row of every table, as a dump has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for _schema, table in cursor.fetchall()]
        parts = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            parts += [row[0] for row in cursor.fetchall()]
    return "\n".join(parts)


def test_rows_of_the_version_before_are_sealed_open_and_are_found(scratch: Any) -> None:
    rows = fill(migrated(BEFORE))
    assert PHONE in everything() and "88.50" in everything()

    apps = migrated(SEALED)

    dump = everything()
    assert [text for text in IN_CLEAR if text in dump] == []
    messages = apps.get_model("conversations", "Message").objects.filter(conversation=rows["talk"]).order_by("seq")
    assert [each.text for each in messages] == [
        "我的卡丢了，手机 138****8001，证件 1****************X", "Please call me back", "转账给 139****9002",
    ]  # fmt: skip
    assert [each.original for each in messages] == [rows["said"][0], "", rows["said"][2]]
    assert [each.author_name for each in messages] == ["王小明"] * 3
    assert [each.payload for each in messages] == [{}, {}, {"file": f"手机 {OTHER}"}]
    for word, found in (("卡", [1]), ("call", [2]), ("转账", [3]), (PHONE, []), ("骂人", [])):
        query = hashed_query(word, WORDS)
        hits = messages.extra(where=["search @@ to_tsquery('simple', %s)"], params=[query])
        assert [each.seq for each in hits] == found, word
    talk = apps.get_model("conversations", "Conversation").objects.get()
    assert talk.last_text == "手机 138****8001"
    assert apps.get_model("conversations", "Visitor").objects.get().blocked_reason == "骂人"
    customer = apps.get_model("customers", "Customer").objects.get()
    assert (customer.name, customer.phone, customer.blocked_reason) == ("王小明", f"+86{PHONE}", "骂人")
    holding = apps.get_model("customers", "Holding").objects.get()
    assert (holding.balance, holding.details) == (Decimal("88.50"), {"note": "转账"})
    assert holding.key.startswith("account:") and "778899" not in holding.key
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_liveevent")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT DISTINCT left(text, 3) FROM conversations_message")
        assert cursor.fetchall() == [("v3:",)]
