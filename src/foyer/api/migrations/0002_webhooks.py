import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import foyer.base.clock
import foyer.base.crypto.fields
import foyer.base.ids
from foyer.api.webhooks import trigger


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("base", "0002_mechanisms")]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("facts", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None, verbose_name="facts")),
                ("state", models.CharField(choices=[("active", "active"), ("paused", "paused")], default="active", max_length=10, verbose_name="state")),
                ("secret", foyer.base.crypto.fields.EncryptedTextField(verbose_name="secret")),
                ("old_secret", foyer.base.crypto.fields.EncryptedTextField(blank=True, verbose_name="secret before")),
                ("old_secret_until", models.DateTimeField(blank=True, null=True, verbose_name="secret before is good until")),
                ("made_by", models.CharField(max_length=60, verbose_name="set up by")),
                ("made_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="set up at")),
                ("queued_at", models.DateTimeField(blank=True, null=True)),
                ("succeeded_at", models.DateTimeField(blank=True, null=True, verbose_name="last answered at")),
            ],
            options={"verbose_name": "webhook", "verbose_name_plural": "webhooks", "ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="WebhookLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("fact_id", models.BigIntegerField(verbose_name="number of the fact")),
                ("fact", models.CharField(max_length=120, verbose_name="fact")),
                ("key", models.CharField(max_length=120, verbose_name="key")),
                ("payload", models.JSONField(verbose_name="content")),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                ("state", models.CharField(choices=[("due", "due"), ("done", "delivered"), ("dead", "dead letter"), ("discarded", "discarded")], db_default="due", max_length=10, verbose_name="state")),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="attempts")),
                ("next_try_at", models.DateTimeField(verbose_name="next try at")),
                ("last_answer", models.CharField(blank=True, db_default="", max_length=120, verbose_name="last answer")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled at")),
                ("webhook", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="api.webhook", verbose_name="webhook")),
            ],
            options={
                "verbose_name": "webhook letter",
                "verbose_name_plural": "webhook letters",
                "permissions": [("replay_webhookletter", "May send dead letters of webhooks once more")],
                "indexes": [
                    models.Index(condition=models.Q(("state", "due")), fields=["webhook", "id"], name="webhook_letter_due"),
                    models.Index(condition=models.Q(("state", "dead")), fields=["-id"], name="webhook_letter_dead"),
                    models.Index(condition=models.Q(("state", "done")), fields=["settled_at"], name="webhook_letter_done"),
                ],
                "constraints": [models.UniqueConstraint(fields=("webhook", "fact_id"), name="webhook_letter_once")],
            },
        ),
        migrations.RunSQL(trigger.CREATE, trigger.DROP),
    ]
