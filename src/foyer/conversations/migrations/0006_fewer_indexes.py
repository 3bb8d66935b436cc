"""Without the indexes that another one begins with, and those for beginnings of words that nobody asks for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GONE = {  # with what each was an index on
    "conversations_conversation_assignee_id_e845f644": "conversations_conversation (assignee_id)",
    "conversations_conversation_customer_id_afb78c4a": "conversations_conversation (customer_id)",
    "conversations_conversation_offered_to_id_8f777d77": "conversations_conversation (offered_to_id)",
    "conversations_conversation_unit_id_e16181ec": "conversations_conversation (unit_id)",
    "conversations_conversation_visitor_id_3f2b641c": "conversations_conversation (visitor_id)",
    "conversations_conversation_number_18fd05fa_like": "conversations_conversation (number varchar_pattern_ops)",
    "conversations_conversation_topic_0e369ce4_like": "conversations_conversation (topic varchar_pattern_ops)",
    "conversations_message_conversation_id_f1a2d5e9": "conversations_message (conversation_id)",
}
DROPPED = [
    migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {what}") for name, what in GONE.items()
]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0005_concern")]

    operations = [
        # Only the indexes: to Django an altered foreign key is a new one, whose rows it would check again.
        migrations.SeparateDatabaseAndState(
            database_operations=DROPPED,
            state_operations=[
                migrations.AlterField(
                    model_name="conversation",
                    name="assignee",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                migrations.AlterField(
                    model_name="conversation",
                    name="customer",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                migrations.AlterField(
                    model_name="conversation",
                    name="offered_to",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered to",
                    ),
                ),
                migrations.AlterField(
                    model_name="conversation",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.unit",
                        verbose_name="unit",
                    ),
                ),
                migrations.AlterField(
                    model_name="conversation",
                    name="visitor",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="conversations.visitor",
                        verbose_name="visitor",
                    ),
                ),
                migrations.AlterField(
                    model_name="message",
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="conversations.conversation",
                    ),
                ),
            ],
        )
    ]
