"""A step of an order is written once: it goes with its order when a person is erased, and is never changed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION servicing_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER servicing_steps_stay BEFORE UPDATE ON servicing_orderstep
    FOR EACH ROW EXECUTE FUNCTION servicing_steps_stay();
"""
UNGUARD = """
DROP TRIGGER servicing_steps_stay ON servicing_orderstep;
DROP FUNCTION servicing_steps_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("servicing", "0001_begin")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
