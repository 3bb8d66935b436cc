from django.db import migrations

WITH_WEBHOOKS = """
    CREATE OR REPLACE FUNCTION security_synthetic_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'Who is synthetic is never changed.' USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT FROM staff_user WHERE id = NEW.subject)
            OR EXISTS (SELECT FROM customers_customer WHERE id = NEW.subject)
            OR EXISTS (SELECT FROM api_webhook WHERE id = NEW.subject) THEN
            RAISE EXCEPTION 'Somebody who exists cannot become synthetic.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'security_synthetic_first';
        END IF;
        RETURN NEW;
    END $$;
"""
WITHOUT = WITH_WEBHOOKS.replace("OR EXISTS (SELECT FROM api_webhook WHERE id = NEW.subject) ", "")


class Migration(migrations.Migration):
    dependencies = [("api", "0002_webhooks"), ("security", "0005_synthetic_webhooks")]

    operations = [migrations.RunSQL(WITH_WEBHOOKS, WITHOUT)]
