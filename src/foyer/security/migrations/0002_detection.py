import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids
import foyer.base.text.bilingual
import foyer.base.text.fields


class Migration(migrations.Migration):
    dependencies = [
        ("security", "0001_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Canary",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("pseudonym", models.UUIDField(unique=True, verbose_name="pseudonym")),
                ("placed_by", models.CharField(max_length=60, verbose_name="placed by")),
                ("placed_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="placed")),
            ],
            options={
                "verbose_name": "canary",
                "verbose_name_plural": "canaries",
                "permissions": [("plant_canary", "May plant and remove canaries")],
            },
        ),
        migrations.CreateModel(
            name="DetectionCursor",
            fields=[
                ("id", models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0, verbose_name="number")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
            ],
            options={
                "verbose_name": "place of detection in the trail",
                "verbose_name_plural": "places of detection in the trail",
            },
        ),
        migrations.CreateModel(
            name="DetectionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("family", models.CharField(max_length=4, verbose_name="family")),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="name")),
                ("meaning", foyer.base.text.fields.BilingualField(verbose_name="meaning")),
                ("spec", models.JSONField(verbose_name="rule")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("dry", "Dry run"), ("live", "Live"), ("off", "Off")],
                        default="draft",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("changed_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="changed")),
            ],
            options={
                "verbose_name": "detection rule",
                "verbose_name_plural": "detection rules",
                "permissions": [
                    ("watch_alerts", "May see alerts and incidents"),
                    ("triage_alerts", "May triage alerts and lead incidents"),
                    ("write_rule", "May propose changes to detection rules"),
                    ("approve_rule", "May agree to changes of detection rules"),
                    ("undo_response", "May take back an automatic response"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("title", foyer.base.text.fields.BilingualField(verbose_name="title")),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("contained", "Contained"), ("closed", "Closed")],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("is_leak", models.BooleanField(default=False, verbose_name="personal data leaked")),
                ("leak", models.JSONField(default=dict, verbose_name="notice of the leak")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("opened_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="opened")),
                ("contained_at", models.DateTimeField(null=True, verbose_name="contained")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
                ("lessons", models.TextField(blank=True, default="", verbose_name="lessons")),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("is_dry", models.BooleanField(default=False, verbose_name="dry run")),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")],
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("true", "True alarm"),
                            ("false", "False alarm"),
                            ("benign", "Explained"),
                            ("escalated", "Escalated"),
                        ],
                        default="new",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("group", models.CharField(max_length=64, verbose_name="group")),
                ("owner", models.CharField(blank=True, default="", max_length=151, verbose_name="owner")),
                ("count", models.BigIntegerField(verbose_name="counted")),
                ("limit", models.BigIntegerField(verbose_name="at most")),
                ("peers", models.FloatField(null=True, verbose_name="usual for the role")),
                ("words", foyer.base.text.fields.BilingualField(verbose_name="explanation")),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="entries"
                    ),
                ),
                ("repeats", models.PositiveIntegerField(default=0, verbose_name="again within the cool-down")),
                ("began_at", models.DateTimeField(verbose_name="first act")),
                ("acted_at", models.DateTimeField(verbose_name="act that exceeded it")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="raised")),
                ("last_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="last seen")),
                ("triaged_at", models.DateTimeField(null=True, verbose_name="triaged")),
                ("triaged_by", models.CharField(blank=True, default="", max_length=60, verbose_name="triaged by")),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="note")),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="security.detectionrule",
                        verbose_name="rule",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="security.incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "alert",
                "verbose_name_plural": "alerts",
            },
        ),
        migrations.CreateModel(
            name="IncidentLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("alert", "Alert"),
                            ("response", "Response"),
                            ("note", "Note"),
                            ("told", "People told"),
                            ("state", "State"),
                            ("leak", "Leak of personal data"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                (
                    "said",
                    foyer.base.text.fields.BilingualField(
                        blank=True, default=foyer.base.text.bilingual.Bilingual, verbose_name="what the house says"
                    ),
                ),
                ("text", models.CharField(blank=True, default="", max_length=1000, verbose_name="text")),
                ("about", models.CharField(blank=True, default="", max_length=120, verbose_name="about")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="security.incident",
                        verbose_name="incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an incident",
                "verbose_name_plural": "lines of incidents",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=30, verbose_name="response")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="since")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("ended_by", models.CharField(blank=True, default="", max_length=60, verbose_name="ended by")),
                ("ended_why", models.CharField(blank=True, default="", max_length=300, verbose_name="ended because")),
                (
                    "alert",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="security.alert",
                        verbose_name="alert",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="security.incident",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "response",
                "verbose_name_plural": "responses",
            },
        ),
        migrations.CreateModel(
            name="RuleBaseline",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=150, verbose_name="role")),
                ("value", models.FloatField(verbose_name="usual at most")),
                ("samples", models.PositiveIntegerField(verbose_name="samples")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="computed")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="baselines",
                        to="security.detectionrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "learned threshold",
                "verbose_name_plural": "learned thresholds",
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("spec", models.JSONField(verbose_name="rule")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("dry", "Dry run"), ("live", "Live"), ("off", "Off")],
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="time")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="security.detectionrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a rule",
                "verbose_name_plural": "versions of rules",
            },
        ),
        migrations.CreateModel(
            name="DetectionCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=64)),
                ("slot", models.CharField(max_length=64)),
                ("bucket", models.BigIntegerField()),
                ("value", models.BigIntegerField(default=1)),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counts", to="security.detectionrule"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of detection",
                "verbose_name_plural": "counts of detection",
                "indexes": [
                    models.Index(fields=["rule", "group", "bucket"], include=("value",), name="detection_count_window"),
                    models.Index(fields=["rule", "bucket"], name="detection_count_age"),
                ],
                "constraints": [models.UniqueConstraint(fields=("rule", "group", "slot"), name="detection_count_once")],
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["state", "-opened_at"], name="incident_by_state"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["state", "-at"], name="alert_by_state"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["rule", "group", "-at"], name="alert_by_group"),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["-at"], name="alert_by_time"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["ends_at"], name="response_to_end"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("user__isnull", False)),
                fields=("code", "user"),
                name="response_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebaseline",
            constraint=models.UniqueConstraint(fields=("rule", "role"), name="baseline_once_a_role"),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "number"), name="rule_version_once"),
        ),
    ]
