import django.db.models.deletion
from django.db import migrations, models

WATCH = (
    "CREATE TRIGGER knowledge_sentencesabroad_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
    "ON knowledge_sentencesabroad FOR EACH STATEMENT EXECUTE FUNCTION knowledge_stamp_change();"
)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0006_directions_abroad")]

    operations = [
        migrations.CreateModel(
            name="SentencesAbroad",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="knowledge.articleversion",
                    ),
                ),
                ("encoder", models.CharField(editable=False, max_length=100)),
                ("meanings", models.BinaryField()),
            ],
            options={
                "verbose_name": "sentences for the other language",
                "verbose_name_plural": "sentences for the other language",
            },
        ),
        migrations.RunSQL(WATCH, "DROP TRIGGER knowledge_sentencesabroad_stamp ON knowledge_sentencesabroad;"),
    ]
