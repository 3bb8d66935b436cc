import django.db.models.deletion
import pgvector.django.vector
from django.db import migrations, models

WATCH = (
    "CREATE TRIGGER knowledge_directionabroad_stamp AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE "
    "ON knowledge_directionabroad FOR EACH STATEMENT EXECUTE FUNCTION knowledge_stamp_change();"
)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_waiting_meanings")]

    operations = [
        migrations.CreateModel(
            name="DirectionAbroad",
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
                ("direction", pgvector.django.vector.VectorField(dimensions=512, editable=False)),
                ("offset", models.FloatField(editable=False)),
                ("learned_from", models.CharField(editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "direction in the other language",
                "verbose_name_plural": "directions in the other language",
            },
        ),
        migrations.RunSQL(WATCH, "DROP TRIGGER knowledge_directionabroad_stamp ON knowledge_directionabroad;"),
    ]
