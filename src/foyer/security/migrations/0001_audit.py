import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids

# Entries, seals and anchors are only ever added. What a tombstone covers may go: it says what went, signed.
GUARDS = """
    CREATE FUNCTION security_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'The audit trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', HINT = 'Expired entries go with "foyer audit prune".';
    END $$;

    CREATE FUNCTION security_audit_expire() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last bigint := (SELECT max(seq) FROM security_auditanchor WHERE kind = 'tombstone');
    DECLARE is_expired boolean;
    BEGIN
        IF TG_TABLE_NAME = 'security_auditentry' THEN
            is_expired := EXISTS (SELECT FROM security_auditseal WHERE entry = OLD.id AND seq <= last);
        ELSIF TG_TABLE_NAME = 'security_auditseal' THEN
            is_expired := OLD.seq <= last;
        ELSE
            is_expired := OLD.kind = 'anchor' AND OLD.seq <= last;
        END IF;
        IF is_expired IS NOT TRUE THEN
            RAISE EXCEPTION 'The audit trail is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', HINT = 'Expired entries go with "foyer audit prune".';
        END IF;
        RETURN OLD;
    END $$;
"""
GUARDED = ("security_auditentry", "security_auditseal", "security_auditanchor")
ON_EACH = """
    CREATE TRIGGER never_changed BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION security_audit_refuse();
    CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION security_audit_refuse();
    CREATE TRIGGER only_expires BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION security_audit_expire();
"""
UNGUARD = "DROP FUNCTION security_audit_refuse() CASCADE; DROP FUNCTION security_audit_expire() CASCADE;"

# The three administrators 三权分立 are three people: who runs the house, who watches over it, who reads what was done.
APART = """
    CREATE FUNCTION security_roles_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE who uuid; held integer;
    BEGIN
        IF TG_TABLE_NAME = 'staff_user' THEN who := NEW.id; ELSE who := NEW.user_id; END IF;
        PERFORM FROM staff_user WHERE id = who FOR UPDATE;
        SELECT count(DISTINCT role) INTO held FROM (
            SELECT g.name AS role FROM staff_user_groups m JOIN auth_group g ON g.id = m.group_id
            WHERE m.user_id = who AND g.name IN ('administrator', 'security_administrator', 'auditor')
            UNION SELECT 'administrator' FROM staff_user WHERE id = who AND is_superuser
        ) AS roles;
        IF held > 1 THEN
            RAISE EXCEPTION 'Administrator, security administrator and auditor are three different people.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_apart';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER roles_apart AFTER INSERT OR UPDATE ON staff_user_groups
        FOR EACH ROW EXECUTE FUNCTION security_roles_apart();
    CREATE TRIGGER roles_apart AFTER INSERT OR UPDATE OF is_superuser ON staff_user
        FOR EACH ROW WHEN (NEW.is_superuser) EXECUTE FUNCTION security_roles_apart();
"""
TOGETHER = "DROP FUNCTION security_roles_apart() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_cache")]

    operations = [
        migrations.CreateModel(
            name="AuditPending",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"verbose_name": "entry to be sealed", "verbose_name_plural": "entries to be sealed"},
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("entry", models.UUIDField(unique=True, verbose_name="entry")),
                ("at", models.DateTimeField(verbose_name="sealed")),
                ("prev_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("digests", models.BinaryField()),
                ("key", models.CharField(max_length=40)),
                ("mac", models.BinaryField()),
            ],
            options={"verbose_name": "seal", "verbose_name_plural": "seals"},
        ),
        migrations.CreateModel(
            name="AuditSubject",
            fields=[
                ("customer", models.UUIDField(primary_key=True, serialize=False)),
                ("pseudonym", models.UUIDField(unique=True)),
            ],
            options={"verbose_name": "pseudonym", "verbose_name_plural": "pseudonyms"},
        ),
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("anchor", "Anchor"),
                            ("tombstone", "Expired and removed up to here"),
                            ("restored", "Restored from a backup up to here"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("seq", models.BigIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("hash", models.BinaryField()),
                ("public_key", models.BinaryField()),
                ("signature", models.BinaryField()),
            ],
            options={
                "verbose_name": "anchor",
                "verbose_name_plural": "anchors",
                "indexes": [models.Index(fields=["kind", "seq"], name="audit_anchor_by_seq")],
            },
        ),
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                ("first", models.BigIntegerField(null=True, verbose_name="from")),
                ("last", models.BigIntegerField(null=True, verbose_name="to")),
                ("entry_count", models.BigIntegerField(verbose_name="entries")),
                ("finding_count", models.PositiveIntegerField(verbose_name="findings")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("seconds", models.FloatField(verbose_name="seconds")),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
                "indexes": [models.Index(fields=["-at"], name="audit_check_by_time")],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("actor_kind", models.CharField(max_length=10, verbose_name="kind of actor")),
                ("actor_id", models.UUIDField(null=True, verbose_name="actor")),
                (
                    "actor_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=150), size=None, verbose_name="roles at the time"
                    ),
                ),
                ("assurance", models.SmallIntegerField(null=True, verbose_name="assurance")),
                ("act", models.CharField(max_length=60, verbose_name="act")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("customer", models.UUIDField(null=True, verbose_name="customer's pseudonym")),
                ("purpose", models.CharField(max_length=60, verbose_name="purpose")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None, verbose_name="fields"
                    ),
                ),
                ("outcome", models.CharField(max_length=8, verbose_name="outcome")),
                ("details", models.JSONField(verbose_name="details")),
                ("address", models.CharField(max_length=45, verbose_name="address")),
                ("device", models.CharField(max_length=64, verbose_name="device")),
                ("session", models.CharField(max_length=64, verbose_name="session")),
                ("request", models.CharField(max_length=64, verbose_name="request")),
                ("key", models.CharField(max_length=40, verbose_name="key")),
                ("mac", models.BinaryField(verbose_name="authentication code")),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "permissions": [
                    ("read_trail", "May read the audit trail"),
                    ("export_trail", "May export the audit trail"),
                    ("verify_trail", "May have the audit trail verified"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("actor_id", None), _negated=True),
                        fields=["actor_id", "id"],
                        name="audit_by_actor",
                    ),
                    models.Index(
                        condition=models.Q(("customer", None), _negated=True),
                        fields=["customer", "id"],
                        name="audit_by_customer",
                    ),
                    models.Index(fields=["act", "id"], name="audit_by_act"),
                    models.Index(fields=["subject", "id"], name="audit_by_subject"),
                    models.Index(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=["address", "id"],
                        name="audit_by_address",
                    ),
                    models.Index(
                        condition=models.Q(("outcome", "done"), _negated=True),
                        fields=["outcome", "id"],
                        name="audit_by_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditPolicy",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="kept for (years)",
                    ),
                ),
            ],
            options={
                "verbose_name": "retention of the audit trail",
                "verbose_name_plural": "retention of the audit trail",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_policy_is_one"),
                    models.CheckConstraint(condition=models.Q(("years__gte", 1)), name="audit_policy_a_year_at_least"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS + "".join(ON_EACH.format(table=table) for table in GUARDED), UNGUARD),
        migrations.RunSQL(APART, TOGETHER),
        migrations.RunSQL("INSERT INTO security_auditpolicy (id, years) VALUES (1, 5)", migrations.RunSQL.noop),
    ]
