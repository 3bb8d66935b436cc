import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids
import foyer.base.text.fields

# What two people approved is the proof for an examiner: its text never changes, and it stays while it must be kept.
GUARDS = """
    CREATE FUNCTION security_assessment_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.kept_until IS NOT NULL AND OLD.kept_until > current_date THEN
                RAISE EXCEPTION 'An approved impact assessment is kept for three years at least.'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF OLD.state IN ('approved', 'replaced') AND (NEW.code, NEW.version, NEW.subject, NEW.facts, NEW.answers,
            NEW.title, NEW.approved_at, NEW.approved_by, NEW.kept_until) IS DISTINCT FROM (OLD.code, OLD.version,
            OLD.subject, OLD.facts, OLD.answers, OLD.title, OLD.approved_at, OLD.approved_by, OLD.kept_until) THEN
            RAISE EXCEPTION 'An approved impact assessment never changes.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER assessment_kept BEFORE UPDATE OR DELETE ON security_assessment
        FOR EACH ROW EXECUTE FUNCTION security_assessment_kept();
"""
UNGUARD = "DROP FUNCTION security_assessment_kept() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("security", "0003_drills")]
    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("title", foyer.base.text.fields.BilingualField(verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Waits for a second person"),
                            ("approved", "Approved"),
                            ("replaced", "Replaced"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                ("made_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="drafted")),
                ("made_by", models.CharField(max_length=60, verbose_name="drafted by")),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="proposed")),
                ("proposed_by", models.CharField(blank=True, default="", max_length=60, verbose_name="proposed by")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved")),
                ("approved_by", models.CharField(blank=True, default="", max_length=60, verbose_name="approved by")),
                ("review_at", models.DateTimeField(null=True, verbose_name="to be reviewed")),
                ("kept_until", models.DateField(null=True, verbose_name="kept at least until")),
            ],
            options={
                "verbose_name": "impact assessment",
                "verbose_name_plural": "impact assessments",
                "ordering": ["code", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "version"), name="assessment_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "approved")),
                        fields=("subject",),
                        name="assessment_one_in_force_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_at", None),
                            models.Q(
                                models.Q(("approved_by", ""), _negated=True),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_approved_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=120, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("table", "Table"),
                            ("dataset", "Dataset"),
                            ("files", "Files"),
                            ("party", "Outside party"),
                            ("source", "Source"),
                            ("function", "Function"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("room", models.SlugField(blank=True, default="", max_length=40, verbose_name="room")),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="name")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                ("accepted", models.JSONField(default=dict, verbose_name="facts as last assessed")),
                ("flows", models.JSONField(default=list, verbose_name="data flows")),
                (
                    "criticality",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="criticality",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="note")),
                ("found_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="found")),
                ("gone_at", models.DateTimeField(null=True, verbose_name="gone")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "asset",
                "verbose_name_plural": "assets",
                "ordering": ["kind", "code"],
                "permissions": [
                    ("see_risks", "May see risks, assets and impact assessments"),
                    ("assess_risks", "May assess risks and draft impact assessments"),
                    ("accept_risk", "May agree that a high risk is accepted"),
                    ("approve_assessment", "May agree to an impact assessment"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("threat", models.SlugField(max_length=40, verbose_name="threat")),
                ("title", foyer.base.text.fields.BilingualField(verbose_name="title")),
                ("rationale", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="rationale")),
                (
                    "likelihood",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="likelihood",
                    ),
                ),
                (
                    "impact_customers",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact on customers",
                    ),
                ),
                (
                    "impact_money",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact on money",
                    ),
                ),
                (
                    "impact_law",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact in law",
                    ),
                ),
                (
                    "impact_service",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact on service",
                    ),
                ),
                ("controls", models.JSONField(default=list, verbose_name="controls")),
                (
                    "residual_likelihood",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="likelihood that remains",
                    ),
                ),
                (
                    "residual_impact",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="impact that remains",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[("reduce", "Reduce"), ("accept", "Accept"), ("avoid", "Avoid"), ("share", "Share")],
                        default="reduce",
                        max_length=6,
                        verbose_name="treatment",
                    ),
                ),
                ("assessed_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="assessed")),
                ("assessed_by", models.CharField(max_length=60, verbose_name="assessed by")),
                ("review_at", models.DateTimeField(verbose_name="to be reviewed")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted")),
                ("accepted_by", models.CharField(blank=True, default="", max_length=60, verbose_name="accepted by")),
                ("agreed_by", models.CharField(blank=True, default="", max_length=60, verbose_name="agreed by")),
                ("accepted_until", models.DateField(null=True, verbose_name="accepted until")),
                (
                    "accepted_why",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="accepted because"),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="security.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk",
                "verbose_name_plural": "risks",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RiskReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                ("inherent", models.PositiveSmallIntegerField(verbose_name="before controls")),
                ("residual", models.PositiveSmallIntegerField(verbose_name="what remains")),
                ("why", models.CharField(blank=True, default="", max_length=500, verbose_name="because")),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="security.risk",
                        verbose_name="risk",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a risk",
                "verbose_name_plural": "readings of risks",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RiskTask",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "New in the register"),
                            ("field", "New personal field"),
                            ("change", "Handled differently"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                ("opened_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="opened")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="judged")),
                ("closed_by", models.CharField(blank=True, default="", max_length=60, verbose_name="judged by")),
                ("answer", models.CharField(blank=True, default="", max_length=500, verbose_name="judgement")),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="security.asset",
                        verbose_name="asset",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk to assess",
                "verbose_name_plural": "risks to assess",
                "ordering": ["opened_at", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.CheckConstraint(
                condition=models.Q(("criticality__range", (1, 5))), name="asset_criticality_one_to_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.UniqueConstraint(fields=("asset", "threat"), name="risk_once"),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("impact_customers__range", (1, 5)),
                    ("impact_law__range", (1, 5)),
                    ("impact_money__range", (1, 5)),
                    ("impact_service__range", (1, 5)),
                    ("likelihood__range", (1, 5)),
                    ("residual_impact__range", (1, 5)),
                    ("residual_likelihood__range", (1, 5)),
                ),
                name="risk_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(("accepted_at", None), ("accepted_until__isnull", False), _connector="OR"),
                name="risk_accepted_with_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="risk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by", ""), models.Q(("agreed_by", models.F("accepted_by")), _negated=True), _connector="OR"
                ),
                name="risk_agreed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="risktask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("asset", "what"), name="risk_task_once"
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
