"""The count in a conversation's number: a sequence, so that no two are given at once and none waits for another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE conversations_number AS bigint",
            reverse_sql="DROP SEQUENCE conversations_number",
        )
    ]
