"""Without the indexes that another one begins with, and those for beginnings of words that nobody asks for."""

import django.db.models.deletion
from django.db import migrations, models

GONE = {  # with what each was an index on
    "assistant_turn_conversation_id_d3b0e81a": "assistant_turn (conversation_id)",
    "assistant_turn_article_code_a6ef0c9d_like": "assistant_turn (article_code varchar_pattern_ops)",
    "assistant_messagereading_conversation_id_4dd73c24": "assistant_messagereading (conversation_id)",
    "assistant_assistantsession_trial_id_14d3dc5c": "assistant_assistantsession (trial_id)",
    "assistant_dialogue_answered_32150976": "assistant_dialogue (answered)",
    "assistant_dialogue_answered_32150976_like": "assistant_dialogue (answered varchar_pattern_ops)",
}
DROPPED = [
    migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {what}") for name, what in GONE.items()
]


class Migration(migrations.Migration):
    dependencies = [("assistant", "0009_translations")]

    operations = [
        # Only the indexes: to Django an altered foreign key is a new one, whose rows it would check again.
        migrations.SeparateDatabaseAndState(
            database_operations=DROPPED,
            state_operations=[
                migrations.AlterField(
                    model_name="assistantsession",
                    name="trial",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions",
                        to="assistant.trial",
                    ),
                ),
                migrations.AlterField(
                    model_name="dialogue",
                    name="answered",
                    field=models.SlugField(
                        blank=True, db_index=False, default="", max_length=60, verbose_name="answered"
                    ),
                ),
                migrations.AlterField(
                    model_name="messagereading",
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                        verbose_name="conversation",
                    ),
                ),
                migrations.AlterField(
                    model_name="turn",
                    name="conversation",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="conversations.conversation",
                        verbose_name="conversation",
                    ),
                ),
            ],
        )
    ]
