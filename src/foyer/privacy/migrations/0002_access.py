import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids
import foyer.base.text.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0004_security_page"),
        ("privacy", "0001_consents"),
        ("staff", "0003_sessions"),
    ]
    operations = [
        migrations.CreateModel(
            name="AccessReason",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("unmask", "Show one value"), ("break_glass", "Break the glass")],
                        max_length=12,
                        verbose_name="for",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="reason")),
                ("plain", foyer.base.text.fields.BilingualField(verbose_name="as the customer reads it")),
                (
                    "about",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="needs an object of the kind"),
                ),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
            ],
            options={
                "verbose_name": "reason for access",
                "verbose_name_plural": "reasons for access",
                "ordering": ["use", "place", "code"],
                "constraints": [models.UniqueConstraint(fields=("use", "code"), name="privacy_reason_once")],
            },
        ),
        migrations.CreateModel(
            name="AccessRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=60, verbose_name="role")),
                ("subject", models.CharField(blank=True, default="", max_length=60, verbose_name="value")),
                ("seconds", models.PositiveIntegerField(default=300, verbose_name="seconds shown")),
                ("daily_budget", models.PositiveIntegerField(default=20, verbose_name="a day without question")),
                ("daily_limit", models.PositiveIntegerField(default=60, verbose_name="a day at most")),
                (
                    "second_person",
                    models.CharField(
                        choices=[
                            ("never", "Never"),
                            ("over_budget", "Over the daily budget"),
                            ("careful", "Over the budget, and for customers of the private bank"),
                            ("always", "Always"),
                        ],
                        default="careful",
                        max_length=12,
                        verbose_name="second person",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule for unmasking",
                "verbose_name_plural": "rules for unmasking",
                "ordering": ["role", "subject"],
                "constraints": [
                    models.UniqueConstraint(fields=("role", "subject"), name="privacy_access_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(("seconds__range", (10, 3600))), name="privacy_access_rule_is_short"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("daily_limit__gte", models.F("daily_budget"))),
                        name="privacy_limit_over_budget",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recertification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("month", models.DateField(help_text="its first day", verbose_name="month")),
                ("opened_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="opened at")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "recertification",
                "verbose_name_plural": "recertifications",
                "ordering": ["-month", "unit__path"],
                "permissions": [("recertify", "May decide each month who of the unit keeps which role")],
            },
        ),
        migrations.CreateModel(
            name="RecertificationLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=150, verbose_name="role")),
                ("permissions_count", models.PositiveSmallIntegerField(verbose_name="permissions")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="last sign-in")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("keep", "Keep"), ("remove", "Remove")],
                        default="",
                        max_length=6,
                        verbose_name="decision",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "recertification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="privacy.recertification"
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
                "verbose_name": "line of a recertification",
                "verbose_name_plural": "lines of a recertification",
                "ordering": ["user__username", "role"],
            },
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("role", models.CharField(max_length=60, verbose_name="in the role")),
                ("subject", models.CharField(max_length=60, verbose_name="value")),
                ("place", models.CharField(blank=True, default="", max_length=120)),
                ("about", models.CharField(blank=True, default="", max_length=120, verbose_name="about")),
                ("tie", models.CharField(max_length=40, verbose_name="relation")),
                ("session", models.CharField(blank=True, default="", max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waits for a second person"), ("open", "Shown"), ("refused", "Refused")],
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="asked at")),
                ("seconds", models.PositiveIntegerField(verbose_name="seconds shown")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="shown from")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="until")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second person",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.accessreason",
                        verbose_name="reason",
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
                "verbose_name": "unmasking",
                "verbose_name_plural": "unmaskings",
                "ordering": ["-asked_at"],
                "permissions": [
                    ("unmask", "May show one masked value with a reason"),
                    ("approve_unmask", "May agree to another's unmasking"),
                    ("review_access", "May review unmasking and broken glass"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("note", models.CharField(max_length=300, verbose_name="what happened")),
                ("opened_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="opened at")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("due_at", models.DateTimeField(verbose_name="review due")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("contested", "Contested")],
                        default="",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="reviewed at")),
                ("review_note", models.CharField(blank=True, default="", max_length=500, verbose_name="remark")),
                ("attestation", models.TextField(blank=True, default="", verbose_name="attested")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.accessreason",
                        verbose_name="reason",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.unit",
                        verbose_name="unit",
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
                "verbose_name": "broken glass",
                "verbose_name_plural": "broken glass",
                "ordering": ["-opened_at"],
                "permissions": [("break_glass", "May break the glass for a customer with whom nothing is open")],
                "indexes": [
                    models.Index(fields=["user", "customer", "-ends_at"], name="privacy_glass_of_user"),
                    models.Index(
                        condition=models.Q(("reviewed_at", None)), fields=["due_at"], name="privacy_glass_unreviewed"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="privacy_review_by_another",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="recertification",
            constraint=models.UniqueConstraint(fields=("unit", "month"), name="privacy_recertification_once"),
        ),
        migrations.AddConstraint(
            model_name="recertificationline",
            constraint=models.UniqueConstraint(
                fields=("recertification", "user", "role"), name="privacy_recert_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recertificationline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None), models.Q(("decided_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="privacy_recert_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(fields=["user", "-asked_at"], name="privacy_unmasking_of_user"),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(fields=["customer", "-asked_at"], name="privacy_unmasking_of_customer"),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["asked_at"], name="privacy_unmasking_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="unmasking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "open"), _negated=True),
                    models.Q(("ends_at__isnull", False), ("opened_at__isnull", False)),
                    _connector="OR",
                ),
                name="privacy_unmasking_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="unmasking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None), models.Q(("approved_by", models.F("user")), _negated=True), _connector="OR"
                ),
                name="privacy_second_person_is_another",
            ),
        ),
    ]
