"""What was said is readable by the application only; words are found by keyed hashes; phones and documents are masked."""

from typing import Any
from uuid import UUID

from django.db import migrations

import foyer.base.crypto.fields
import foyer.base.crypto.words
from foyer.base.crypto import CONTENT, IDENTITY, hashed_words, seal
from foyer.base.crypto.columns import change_column, seal_column
from foyer.conversations.sensitive import hidden, hide_numbers

MESSAGE = "conversations_message"
WORDS = "conversations.words"
FREE_TEXTS = (
    ("conversations_transfer", "note"),
    ("conversations_closure", "summary"),
    ("conversations_rating", "comment"),
    ("conversations_visitor", "blocked_reason"),
    ("conversations_attachment", "name"),
)


def seal_what_was_said(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        change_column(cursor, MESSAGE, "text", _original, to="original")
        change_column(cursor, MESSAGE, "text", _words, to="search", cast="tsvector")
        change_column(cursor, MESSAGE, "text", _sealed(f"{MESSAGE}.text"))
        seal_column(cursor, MESSAGE, "payload", CONTENT, empty=("{}",))
        seal_column(cursor, MESSAGE, "author_name", IDENTITY)
        change_column(
            cursor, "conversations_conversation", "last_text", _sealed("conversations_conversation.last_text")
        )
        for table, column in FREE_TEXTS:
            seal_column(cursor, table, column, CONTENT)
        cursor.execute("DELETE FROM base_liveevent")  # in clear; who follows is told to load again


def _original(text: str, row: UUID) -> str:
    original = hidden(text).original
    return seal(original, f"{MESSAGE}.original", CONTENT, row=row) if original else ""


def _words(text: str, _row: UUID) -> str:
    return hashed_words(hide_numbers(text), WORDS)


def _sealed(context: str) -> Any:
    return lambda text, row: seal(hide_numbers(text), context, CONTENT, row=row)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_numbers"), ("base", "0002_mechanisms")]
    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="name",
            field=foyer.base.crypto.fields.EncryptedTextField(max_length=200, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="closure",
            name="summary",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="summary"),
        ),
        migrations.AlterField(
            model_name="conversation",
            name="last_text",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", max_length=140),
        ),
        migrations.AlterField(
            model_name="message",
            name="author_name",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="message",
            name="payload",
            field=foyer.base.crypto.fields.EncryptedJSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="message",
            name="text",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="text"),
        ),
        migrations.AlterField(
            model_name="message",
            name="search",
            field=foyer.base.crypto.words.HashedWordsField(purpose="conversations.words", source="text"),
        ),
        migrations.AlterField(
            model_name="rating",
            name="comment",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="comment"),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="note",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="note"),
        ),
        migrations.AlterField(
            model_name="visitor",
            name="blocked_reason",
            field=foyer.base.crypto.fields.EncryptedTextField(
                blank=True, default="", max_length=200, verbose_name="reason of the block"
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="original",
            field=foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", editable=False),
        ),
        migrations.RunPython(seal_what_was_said, migrations.RunPython.noop),
    ]
