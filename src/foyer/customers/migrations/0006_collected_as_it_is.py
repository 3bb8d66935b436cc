"""What is sealed cannot be packed: PostgreSQL need not try."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0005_filed_events")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE customers_collectedbatch ALTER COLUMN payload SET STORAGE EXTERNAL",
            "ALTER TABLE customers_collectedbatch ALTER COLUMN payload SET STORAGE EXTENDED",
        )
    ]
