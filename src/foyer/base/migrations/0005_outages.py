from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids


class Migration(migrations.Migration):
    dependencies = [("base", "0004_progress_beats")]

    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("aid", models.CharField(max_length=120, verbose_name="aid")),
                ("since", models.DateTimeField(default=foyer.base.clock.now, verbose_name="away since")),
                ("failed_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="last tried in vain")),
                ("failed_count", models.PositiveIntegerField(default=1, verbose_name="tries in vain")),
                ("error", models.CharField(max_length=80, verbose_name="last error")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="back since")),
            ],
            options={
                "verbose_name": "outage of an aid",
                "verbose_name_plural": "outages of aids",
                "db_table": "base_outage",
                "ordering": ["-since"],
            },
        ),
        migrations.AddConstraint(
            model_name="outage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("aid",), name="one_open_outage_an_aid"
            ),
        ),
    ]
