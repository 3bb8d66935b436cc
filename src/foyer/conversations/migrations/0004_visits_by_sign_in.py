"""A visit remembers the sign-in that made it known, so that it ends with it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_sealed"), ("customers", "0004_security_page")]
    operations = [
        migrations.AddField(
            model_name="visitor",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="customers.customersession",
            ),
        ),
    ]
