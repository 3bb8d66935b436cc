"""Amounts, and what colleagues wrote about customers, are readable by the application only."""

from typing import Any
from uuid import UUID

from django.db import migrations

import foyer.base.crypto.fields
from foyer.base.crypto import CONTENT, FINANCE_DATA, blind_index
from foyer.base.crypto.columns import change_column, seal_column

FREE_TEXTS = (
    ("customers_customer", "blocked_reason"),
    ("customers_quarantinedrow", "reason"),
    ("customers_quarantinedrow", "source_key"),
    ("customers_matchdecision", "reason"),
    ("customers_identitychange", "reason"),
    ("customers_anonymousidentity", "unlinked_reason"),
)


def seal_what_was_clear(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        seal_column(cursor, "customers_holding", "balance", FINANCE_DATA)
        seal_column(cursor, "customers_holding", "details", FINANCE_DATA, empty=("{}",))
        change_column(cursor, "customers_holding", "key", _hashed_key)
        for table, column in FREE_TEXTS:
            seal_column(cursor, table, column, CONTENT)


def _hashed_key(key: str, _row: UUID) -> str:
    """As publishing writes it: the family, and a keyed hash of the system's own key, which may be a card number."""
    family, _colon, plain = key.partition(":") if key.startswith("holding:") else ("account", ":", key)
    return f"{family}:{blind_index(plain, 'customers.holding_key')}"


def reason(model: str, name: str = "reason", *, size: int = 200, says: str = "reason") -> migrations.AlterField:
    field = foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", max_length=size, verbose_name=says)
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_one_customer")]
    operations = [
        migrations.AlterField(
            model_name="holding",
            name="balance",
            field=foyer.base.crypto.fields.EncryptedDecimalField(
                blank=True, default=None, null=True, verbose_name="balance"
            ),
        ),
        migrations.AlterField(
            model_name="holding",
            name="details",
            field=foyer.base.crypto.fields.EncryptedJSONField(blank=True, default=dict, verbose_name="details"),
        ),
        reason("customer", "blocked_reason", says="reason of the block"),
        reason("quarantinedrow", size=400),
        reason("quarantinedrow", "source_key", says="key in the source"),
        reason("matchdecision"),
        reason("identitychange"),
        reason("anonymousidentity", "unlinked_reason", says="reason of the separation"),
        migrations.RunPython(seal_what_was_clear, migrations.RunPython.noop),
    ]
