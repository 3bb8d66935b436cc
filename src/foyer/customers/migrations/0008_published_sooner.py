"""Two indexes that nobody asks (customers are found by their whole number, and by a blind index, never by a beginning),
and no more tries to pack what is sealed, which cannot be packed.
"""

from django.db import migrations

UNUSED = {
    "customers_customer_number_c63b3994_like": "customers_customer (number varchar_pattern_ops)",
    "customers_customer_phone_index_723f7685_like": "customers_customer (phone_index varchar_pattern_ops)",
}
SEALED = {
    "customers_customer": ("golden",),
    "customers_sourcerecord": ('"values"',),
    "customers_holding": ("recent",),
}


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_authenticator_app")]

    operations = [
        *[
            migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX IF NOT EXISTS {name} ON {where}")
            for name, where in UNUSED.items()
        ],
        *[
            migrations.RunSQL(
                f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL",
                f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTENDED",
            )
            for table, columns in SEALED.items()
            for column in columns
        ],
    ]
