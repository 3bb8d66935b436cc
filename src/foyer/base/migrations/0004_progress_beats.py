from django.db import migrations, models

import foyer.base.clock


class Migration(migrations.Migration):
    dependencies = [("base", "0003_signed_messages")]

    operations = [
        migrations.AddField(
            model_name="progress",
            name="beat_at",
            field=models.DateTimeField(default=foyer.base.clock.now, verbose_name="worked on at"),
        ),
        migrations.AlterField(
            model_name="progress",
            name="state",
            field=models.CharField(
                choices=[
                    ("running", "running"), ("finished", "finished"), ("failed", "failed"), ("stopped", "stopped"),
                ],
                default="running",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]  # fmt: skip
