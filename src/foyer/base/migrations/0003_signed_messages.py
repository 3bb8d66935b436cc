from django.db import migrations, models

import foyer.base.clock


class Migration(migrations.Migration):
    dependencies = [("base", "0002_mechanisms")]

    operations = [
        migrations.CreateModel(
            name="SeenMessage",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True, default=foyer.base.clock.now)),
            ],
            options={"verbose_name": "received message", "verbose_name_plural": "received messages"},
        ),
    ]
