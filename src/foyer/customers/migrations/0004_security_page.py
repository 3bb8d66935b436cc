import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foyer.base.clock
import foyer.base.ids
import foyer.base.text.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0003_sealed"),
    ]
    operations = [
        migrations.AddField(
            model_name="customer",
            name="frozen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="online services frozen at"),
        ),
        migrations.AddField(
            model_name="signincode",
            name="asked_by",
            field=models.CharField(default="", max_length=60),
        ),
        migrations.AddField(
            model_name="customersession",
            name="device",
            field=models.CharField(blank=True, default="", max_length=16),
        ),
        migrations.AddField(
            model_name="customersession",
            name="device_name",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="device"),
        ),
        migrations.AddField(
            model_name="customersession",
            name="door",
            field=models.CharField(blank=True, default="", max_length=20, verbose_name="door"),
        ),
        migrations.AddField(
            model_name="customersession",
            name="is_new_device",
            field=models.BooleanField(default=False, verbose_name="new device"),
        ),
        migrations.AddField(
            model_name="customersession",
            name="last_seen_at",
            field=models.DateTimeField(null=True, verbose_name="last seen"),
        ),
        migrations.AddField(
            model_name="customersession",
            name="network",
            field=models.CharField(blank=True, default="", max_length=45, verbose_name="network"),
        ),
        migrations.CreateModel(
            name="RiskNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("title", foyer.base.text.fields.BilingualField(verbose_name="title")),
                ("text", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="text")),
                (
                    "level",
                    models.CharField(
                        choices=[("note", "Good to know"), ("warning", "Warning"), ("urgent", "Urgent")],
                        default="warning",
                        max_length=8,
                        verbose_name="level",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone"),
                            ("signed_in", "Signed-in customers"),
                            ("elderly", "Elderly customers"),
                        ],
                        default="everyone",
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                ("valid_from", models.DateTimeField(default=foyer.base.clock.now, verbose_name="shown from")),
                ("valid_until", models.DateTimeField(verbose_name="shown until")),
                ("must_acknowledge", models.BooleanField(default=False, verbose_name="must be confirmed")),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("chat", "Chat"), ("help", "Help articles"), ("data", "My data and privacy")],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        help_text="Where it must be confirmed before going on; none means all of them.",
                        size=None,
                        verbose_name="parts that wait for it",
                    ),
                ),
                ("written_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="written at")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk notice",
                "verbose_name_plural": "risk notices",
                "ordering": ["-written_at"],
                "permissions": [
                    ("write_notice", "May write and withdraw risk notices to customers"),
                    ("publish_notice", "May publish another's risk notice to customers"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeReading",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("shown_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="shown at")),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="customers.risknotice",
                        verbose_name="risk notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a notice",
                "verbose_name_plural": "readings of notices",
            },
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("lost_phone", "Lost phone"),
                            ("fraud", "Suspected fraud"),
                            ("unsure", "To be on the safe side"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("frozen_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="frozen at")),
                ("frozen_by", models.CharField(max_length=60, verbose_name="frozen by")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="opened again at")),
                ("lifted_by", models.CharField(blank=True, default="", max_length=60, verbose_name="opened again by")),
                (
                    "lifted_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("counter", "At the counter, with the identity document"),
                            ("stepped_up", "After a stepped-up identity check"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="how",
                    ),
                ),
                ("about", models.CharField(blank=True, default="", max_length=120, verbose_name="about")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="freezes",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "freeze",
                "verbose_name_plural": "freezes",
                "ordering": ["-frozen_at"],
                "permissions": [("unfreeze_customer", "May open a customer's online services again")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("customer",), name="customers_frozen_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="risknotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by", None),
                    models.Q(("published_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="customers_notice_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="risknotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))), name="customers_notice_has_an_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticereading",
            constraint=models.UniqueConstraint(fields=("notice", "customer"), name="customers_notice_read_once"),
        ),
    ]
