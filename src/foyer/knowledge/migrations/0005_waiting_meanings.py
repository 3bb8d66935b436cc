import pgvector.django.vector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_search")]

    operations = [
        migrations.AlterField(
            model_name="phrasing",
            name="embedding",
            field=pgvector.django.vector.VectorField(dimensions=512, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="gapquestion",
            name="meaning",
            field=pgvector.django.vector.VectorField(dimensions=512, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="phrasing",
            index=models.Index(
                condition=models.Q(("embedding__isnull", True)), fields=["version"], name="phrasing_waits"
            ),
        ),
    ]
