"""The table that all web processes count in (Django's database cache); the same that `createcachetable` would make."""

from django.db import migrations

MAKE = """
    CREATE TABLE IF NOT EXISTS staff_cache (
        cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
    );
    CREATE INDEX IF NOT EXISTS staff_cache_expires ON staff_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE staff_cache")]
