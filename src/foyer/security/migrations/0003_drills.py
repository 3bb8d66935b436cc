import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids
import foyer.base.text.fields

# Nobody real can be marked as synthetic: the mark is taken only for an identifier that is nobody's yet, and stays.
# And whatever an inject does is written to the trail with its drill; such an entry is refused, and with it the act,
# unless the customer it concerns, the colleague who acts and the colleague it is about are synthetic.
GUARDS = """
    CREATE FUNCTION security_synthetic_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'Who is synthetic is never changed.' USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (SELECT FROM staff_user WHERE id = NEW.subject)
            OR EXISTS (SELECT FROM customers_customer WHERE id = NEW.subject) THEN
            RAISE EXCEPTION 'Somebody who exists cannot become synthetic.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'security_synthetic_first';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER synthetic_first BEFORE INSERT OR UPDATE ON security_syntheticsubject
        FOR EACH ROW EXECUTE FUNCTION security_synthetic_first();

    ALTER TABLE security_drilltouch ADD CONSTRAINT drill_touches_synthetic
        FOREIGN KEY (subject_id) REFERENCES security_syntheticsubject (subject);

    CREATE FUNCTION security_drill_synthetic() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.customer IS NOT NULL AND NOT EXISTS (
            SELECT FROM security_auditsubject a JOIN security_syntheticsubject s ON s.subject = a.customer
            WHERE a.pseudonym = NEW.customer AND s.kind = 'customer'
        ) OR NEW.actor_kind = 'staff' AND NEW.actor_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM security_syntheticsubject WHERE subject = NEW.actor_id AND kind = 'staff'
        ) OR NEW.subject ~ '^user:[0-9a-f-]{36}$' AND NOT EXISTS (
            SELECT FROM security_syntheticsubject WHERE subject = substr(NEW.subject, 6)::uuid AND kind = 'staff'
        ) THEN
            RAISE EXCEPTION 'An inject of a drill may touch only who is synthetic.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'security_drill_synthetic';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER drill_synthetic BEFORE INSERT ON security_auditentry
        FOR EACH ROW WHEN (NEW.details ? 'drill') EXECUTE FUNCTION security_drill_synthetic();
"""
UNGUARD = """
    ALTER TABLE security_drilltouch DROP CONSTRAINT drill_touches_synthetic;
    DROP FUNCTION security_synthetic_first() CASCADE; DROP FUNCTION security_drill_synthetic() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("security", "0002_detection")]
    operations = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits for a second person"),
                            ("approved", "Agreed"),
                            ("running", "Running"),
                            ("stopped", "Stopped"),
                            ("closed", "Evaluated"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="window opens")),
                ("closes_at", models.DateTimeField(verbose_name="window closes")),
                ("planned_by", models.CharField(max_length=60, verbose_name="planned by")),
                ("planned_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="planned")),
                ("approved_by", models.CharField(blank=True, default="", max_length=60, verbose_name="agreed by")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="agreed")),
                ("started_by", models.CharField(blank=True, default="", max_length=60, verbose_name="started by")),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("stopped_by", models.CharField(blank=True, default="", max_length=60, verbose_name="stopped by")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stopped")),
                (
                    "stopped_why",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="stopped because"),
                ),
                ("closed_by", models.CharField(blank=True, default="", max_length=60, verbose_name="evaluated by")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="evaluated")),
                ("summary", models.TextField(blank=True, default="", verbose_name="what we learned")),
            ],
            options={
                "verbose_name": "drill",
                "verbose_name_plural": "drills",
                "ordering": ["-opens_at"],
                "permissions": [
                    ("see_drills", "May see drills and their reports"),
                    ("plan_drill", "May plan, run and evaluate drills"),
                    ("approve_drill", "May agree to a drill"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrillFinding",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "weight",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        max_length=6,
                        verbose_name="weight",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="finding")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="security.drill",
                        verbose_name="drill",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of a drill",
                "verbose_name_plural": "findings of drills",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DrillInject",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not played yet"),
                            ("played", "Played"),
                            ("detected", "Noticed by the house"),
                            ("missed", "Not noticed in time"),
                            ("halted", "Halted"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("played_at", models.DateTimeField(null=True, verbose_name="played")),
                ("played_by", models.CharField(blank=True, default="", max_length=60, verbose_name="played by")),
                ("detected_at", models.DateTimeField(null=True, verbose_name="noticed")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                ("result", models.JSONField(default=dict, verbose_name="result")),
                (
                    "alert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="security.alert",
                        verbose_name="alert",
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="injects",
                        to="security.drill",
                        verbose_name="drill",
                    ),
                ),
            ],
            options={
                "verbose_name": "inject",
                "verbose_name_plural": "injects",
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="DrillObservation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("noticed", "Noticed"),
                            ("responded", "Responded"),
                            ("contained", "Contained"),
                            ("recovered", "Recovered"),
                            ("note", "Note"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                ("text", models.CharField(blank=True, default="", max_length=500, verbose_name="text")),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="security.drill",
                        verbose_name="drill",
                    ),
                ),
                (
                    "inject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="security.drillinject",
                        verbose_name="inject",
                    ),
                ),
            ],
            options={
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DrillParticipant",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.SlugField(max_length=40, verbose_name="role")),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="security.drill",
                        verbose_name="drill",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant of a drill",
                "verbose_name_plural": "participants of drills",
            },
        ),
        migrations.CreateModel(
            name="DrillScenario",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[("table", "Table-top"), ("technical", "Technical")], max_length=10, verbose_name="kind"
                    ),
                ),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="name")),
                ("goal", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="goal")),
                ("spec", models.JSONField(verbose_name="scenario")),
                ("entered_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="entered")),
            ],
            options={
                "verbose_name": "drill scenario",
                "verbose_name_plural": "drill scenarios",
                "ordering": ["code", "-version"],
                "constraints": [models.UniqueConstraint(fields=("code", "version"), name="scenario_version_once")],
            },
        ),
        migrations.AddField(
            model_name="drill",
            name="scenario",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drills",
                to="security.drillscenario",
                verbose_name="scenario",
            ),
        ),
        migrations.CreateModel(
            name="ImprovementAction",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what is done")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done, to be tested again"),
                            ("proven", "Tested again: it helped"),
                        ],
                        default="open",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="agreed")),
                ("made_by", models.CharField(max_length=60, verbose_name="agreed by")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                ("done_note", models.CharField(blank=True, default="", max_length=500, verbose_name="what was done")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="security.drillfinding",
                        verbose_name="finding",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "retest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="security.drill",
                        verbose_name="tested again by",
                    ),
                ),
            ],
            options={
                "verbose_name": "improvement action",
                "verbose_name_plural": "improvement actions",
                "ordering": ["due_at"],
            },
        ),
        migrations.CreateModel(
            name="SyntheticSubject",
            fields=[
                ("subject", models.UUIDField(primary_key=True, serialize=False, verbose_name="subject")),
                (
                    "kind",
                    models.CharField(
                        choices=[("customer", "Customer"), ("staff", "Colleague")], max_length=8, verbose_name="kind"
                    ),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="marked")),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="synthetic",
                        to="security.drill",
                        verbose_name="drill",
                    ),
                ),
            ],
            options={
                "verbose_name": "synthetic person",
                "verbose_name_plural": "synthetic persons",
            },
        ),
        migrations.CreateModel(
            name="DrillTouch",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                (
                    "inject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touches",
                        to="security.drillinject",
                        verbose_name="inject",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="security.syntheticsubject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "touch of an inject",
                "verbose_name_plural": "touches of injects",
            },
        ),
        migrations.AddConstraint(
            model_name="drillinject",
            constraint=models.UniqueConstraint(fields=("drill", "code"), name="inject_once"),
        ),
        migrations.AddConstraint(
            model_name="drillparticipant",
            constraint=models.UniqueConstraint(fields=("drill", "user", "role"), name="drill_participant_once"),
        ),
        migrations.AddIndex(
            model_name="drill",
            index=models.Index(fields=["state", "opens_at"], name="drill_by_state"),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="drill_has_a_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", ""),
                    models.Q(("approved_by", models.F("planned_by")), _negated=True),
                    _connector="OR",
                ),
                name="drill_approver_is_not_planner",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(("started_at", None), ("approved_at__isnull", False), _connector="OR"),
                name="drill_agreed_before_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running")), fields=("state",), name="drill_one_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="improvementaction",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_at"], name="action_open_by_due"),
        ),
        migrations.AddConstraint(
            model_name="improvementaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "proven"), _negated=True), ("retest__isnull", False), _connector="OR"
                ),
                name="action_proven_by_a_drill",
            ),
        ),
        migrations.AddConstraint(
            model_name="drilltouch",
            constraint=models.UniqueConstraint(fields=("inject", "subject"), name="touch_once"),
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
