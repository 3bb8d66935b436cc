import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import foyer.base.clock
import foyer.base.crypto.fields
import foyer.base.ids
import foyer.base.text.bilingual
import foyer.base.text.fields

# What people said and what was published is only ever added to. `privacy.consents.forgetting` removes what the law no
# longer wants kept, and says so in its transaction. When keys change, a guardian's name is sealed again (`base.crypto`).
GUARDS = """
    CREATE FUNCTION privacy_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE FUNCTION privacy_only_sealed_again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF coalesce(current_setting('foyer.sealing_again', true), '') = 'on'
            AND to_jsonb(NEW) - 'guardian' = to_jsonb(OLD) - 'guardian' AND (NEW.guardian = '') = (OLD.guardian = '') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE FUNCTION privacy_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF coalesce(current_setting('foyer.forgetting', true), '') <> 'on' THEN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END $$;
    CREATE FUNCTION privacy_published() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF OLD.status = 'published' THEN
            RAISE EXCEPTION 'A published notice never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER never_changed BEFORE UPDATE ON privacy_consent
        FOR EACH ROW EXECUTE FUNCTION privacy_only_sealed_again();
    CREATE TRIGGER kept BEFORE DELETE ON privacy_consent FOR EACH ROW EXECUTE FUNCTION privacy_kept();
    CREATE TRIGGER never_changed BEFORE UPDATE ON privacy_disclosure
        FOR EACH ROW EXECUTE FUNCTION privacy_never_changed();
    CREATE TRIGGER kept BEFORE DELETE ON privacy_disclosure FOR EACH ROW EXECUTE FUNCTION privacy_kept();
    CREATE TRIGGER published BEFORE UPDATE OR DELETE ON privacy_privacynotice
        FOR EACH ROW EXECUTE FUNCTION privacy_published();
"""
UNGUARD = """
    DROP TRIGGER never_changed ON privacy_consent;
    DROP TRIGGER kept ON privacy_consent;
    DROP TRIGGER never_changed ON privacy_disclosure;
    DROP TRIGGER kept ON privacy_disclosure;
    DROP TRIGGER published ON privacy_privacynotice;
    DROP FUNCTION privacy_never_changed();
    DROP FUNCTION privacy_only_sealed_again();
    DROP FUNCTION privacy_kept();
    DROP FUNCTION privacy_published();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_mechanisms"),
        ("customers", "0003_sealed"),
        ("security", "0001_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivacyNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField(unique=True, verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("words", models.JSONField(default=dict, verbose_name="sections")),
                ("purposes", models.JSONField(default=list, verbose_name="purposes")),
                ("digest", models.CharField(blank=True, default="", max_length=64, verbose_name="fingerprint")),
                ("made_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="drafted at")),
                ("made_by", models.CharField(max_length=60, verbose_name="drafted by")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("approved_by", models.CharField(blank=True, default="", max_length=60, verbose_name="approved by")),
            ],
            options={
                "verbose_name": "privacy notice",
                "verbose_name_plural": "privacy notices",
                "ordering": ["-version"],
                "permissions": [
                    ("watch_privacy", "May see purposes, consents, disclosures and refusals"),
                    ("write_notice", "May draft privacy notices"),
                    ("approve_notice", "May agree to publishing a privacy notice"),
                    ("prove_consent", "May export the proof of a customer's consents"),
                    ("record_consent", "May record a customer's choice on their behalf"),
                    ("manage_disclosures", "May keep the register of disclosures and processors"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("service", "Service"),
                            ("law", "Required by law"),
                            ("marketing", "Marketing"),
                            ("survey", "Market survey"),
                            ("experience", "Experience improvement"),
                            ("profiling", "Profiles and personalisation"),
                            ("sharing", "Sharing"),
                            ("training", "Training of models"),
                            ("recording", "Recording"),
                            ("contact", "Ways of contact"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="group of purposes",
                    ),
                ),
                ("channel", models.CharField(blank=True, default="", max_length=12, verbose_name="channel")),
                (
                    "calendar",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Code of a calendar; empty: at any hour.",
                        max_length=40,
                        verbose_name="hours",
                    ),
                ),
                ("most", models.PositiveIntegerField(blank=True, null=True, verbose_name="at most")),
                ("days", models.PositiveIntegerField(blank=True, null=True, verbose_name="in days")),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
            ],
            options={
                "verbose_name": "rule for contact",
                "verbose_name_plural": "rules for contact",
                "ordering": ["group", "channel"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "channel"), name="privacy_contact_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days", None), ("most", None)),
                            models.Q(("days__gt", 0), ("most__gt", 0)),
                            _connector="OR",
                        ),
                        name="privacy_contact_cap_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GateRefusal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("purpose", models.CharField(max_length=40, verbose_name="purpose")),
                ("channel", models.CharField(blank=True, default="", max_length=12, verbose_name="channel")),
                ("reason", models.CharField(max_length=30, verbose_name="reason")),
                ("asker", models.CharField(max_length=12, verbose_name="who asked")),
                ("count", models.PositiveBigIntegerField(default=0, verbose_name="times")),
            ],
            options={
                "verbose_name": "refusal of a gate",
                "verbose_name_plural": "refusals of the gates",
                "ordering": ["-day", "purpose", "reason"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "purpose", "channel", "reason", "asker"), name="privacy_refusal_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Purpose",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="name")),
                ("plain", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="in plain words")),
                ("means", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="how it is done")),
                ("without", foyer.base.text.fields.BilingualField(multiline=True, verbose_name="what a no means")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("service", "Service"),
                            ("law", "Required by law"),
                            ("marketing", "Marketing"),
                            ("survey", "Market survey"),
                            ("experience", "Experience improvement"),
                            ("profiling", "Profiles and personalisation"),
                            ("sharing", "Sharing"),
                            ("training", "Training of models"),
                            ("recording", "Recording"),
                            ("contact", "Ways of contact"),
                        ],
                        max_length=12,
                        verbose_name="group",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "Consent"),
                            ("separate_consent", "Separate consent"),
                            ("contract", "Contract"),
                            ("statute", "Legal duty"),
                            ("emergency", "Emergency"),
                            ("published", "Published by the person"),
                            ("choice", "Choice of the customer"),
                        ],
                        max_length=20,
                        verbose_name="legal basis",
                    ),
                ),
                (
                    "articles",
                    models.CharField(
                        help_text="PIPL 13 and GDPR 6, each with its item", max_length=120, verbose_name="articles"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("always", "Without asking"),
                            ("opt_in", "Only after a yes"),
                            ("opt_out", "Until a no"),
                        ],
                        max_length=8,
                        verbose_name="without an answer",
                    ),
                ),
                ("is_necessary", models.BooleanField(default=False, verbose_name="necessary for the service")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="kinds of data",
                    ),
                ),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        default=list,
                        size=None,
                        verbose_name="classes of data",
                    ),
                ),
                ("channel", models.CharField(blank=True, default="", max_length=12, verbose_name="channel")),
                ("pipl_sensitive", models.BooleanField(default=False, verbose_name="uses sensitive data")),
                ("needs_assessment", models.BooleanField(default=False, verbose_name="needs an impact assessment")),
                (
                    "assessment",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="impact assessment"),
                ),
                ("retention", models.CharField(blank=True, default="", max_length=40, verbose_name="retention rule")),
                ("retention_words", foyer.base.text.fields.BilingualField(verbose_name="how long it is kept")),
                ("valid_days", models.PositiveIntegerField(blank=True, null=True, verbose_name="a yes holds for days")),
                ("terms", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("active_at", models.DateTimeField(blank=True, null=True, verbose_name="in use since")),
            ],
            options={
                "verbose_name": "purpose",
                "verbose_name_plural": "purposes",
                "ordering": ["place", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pipl_sensitive", False),
                            ("basis__in", ["separate_consent", "contract", "statute"]),
                            _connector="OR",
                        ),
                        name="privacy_sensitive_asks_separately",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_assessment", False),
                            ("active_at", None),
                            models.Q(("assessment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="privacy_assessed_before_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_necessary", False), ("rule", "always"), _connector="OR"),
                        name="privacy_necessary_is_always",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("visitor", models.UUIDField(null=True, verbose_name="visitor")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("terms", models.CharField(blank=True, default="", max_length=64)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        size=None,
                        verbose_name="kinds of data",
                    ),
                ),
                ("door", models.CharField(max_length=20, verbose_name="door")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("click", "Tap"),
                            ("voice", "Spoken"),
                            ("paper", "On paper"),
                            ("lapse", "By the passing of time"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="scan or recording"),
                ),
                (
                    "guardian",
                    foyer.base.crypto.fields.EncryptedTextField(blank=True, default="", verbose_name="guardian"),
                ),
                ("language", models.CharField(default="zh", max_length=2, verbose_name="language")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="at")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="holds until")),
                ("receipt", models.CharField(max_length=24, unique=True, verbose_name="receipt")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.privacynotice",
                        verbose_name="notice",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="AskPolicy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("cool_down_days", models.PositiveIntegerField(default=90, verbose_name="days without asking")),
                (
                    "purpose",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ask_policy",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule for asking",
                "verbose_name_plural": "rules for asking",
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("visitor", models.UUIDField(null=True, verbose_name="visitor")),
                ("session", models.CharField(max_length=64, verbose_name="session")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="at")),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "question asked",
                "verbose_name_plural": "questions asked",
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=80, unique=True, verbose_name="code")),
                ("name", foyer.base.text.fields.BilingualField(verbose_name="name")),
                ("contact", models.CharField(blank=True, default="", max_length=200, verbose_name="contact")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("entrust", "Entrusted to process"),
                            ("provide", "Provided with data"),
                            ("joint", "Decides jointly"),
                            ("source", "Gives us data"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("found", "To be described"), ("active", "In use"), ("ended", "Ended")],
                        default="found",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="kinds of data",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, default="", help_text="ISO 3166: CN, DE …", max_length=2, verbose_name="region"
                    ),
                ),
                ("contract", models.CharField(blank=True, default="", max_length=120, verbose_name="contract")),
                ("contract_until", models.DateField(blank=True, null=True, verbose_name="contract until")),
                (
                    "assessment",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="security assessment"),
                ),
                ("assessed_on", models.DateField(blank=True, null=True, verbose_name="assessed on")),
                (
                    "tell_by",
                    models.CharField(
                        choices=[("letter", "By letter"), ("file", "By file"), ("webhook", "By webhook")],
                        default="letter",
                        max_length=8,
                        verbose_name="how it is told of rights",
                    ),
                ),
                (
                    "tell_url",
                    models.URLField(blank=True, default="", max_length=300, verbose_name="address of its webhook"),
                ),
                (
                    "tell_secret",
                    foyer.base.crypto.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="secret of its webhook"
                    ),
                ),
                (
                    "exit_plan",
                    foyer.base.text.fields.BilingualField(
                        blank=True,
                        default=foyer.base.text.bilingual.Bilingual,
                        multiline=True,
                        verbose_name="how it ends",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("found_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="entered at")),
                ("changed_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="changed at")),
                ("changed_by", models.CharField(default="system", max_length=60, verbose_name="changed by")),
                (
                    "purposes",
                    models.ManyToManyField(blank=True, related_name="+", to="privacy.purpose", verbose_name="purposes"),
                ),
            ],
            options={
                "verbose_name": "recipient or source",
                "verbose_name_plural": "recipients and sources",
                "ordering": ["status", "code"],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None, verbose_name="kinds of data"
                    ),
                ),
                ("people_count", models.PositiveIntegerField(verbose_name="people")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("consent", "Consent"),
                            ("separate_consent", "Separate consent"),
                            ("contract", "Contract"),
                            ("statute", "Legal duty"),
                            ("emergency", "Emergency"),
                            ("published", "Published by the person"),
                            ("choice", "Choice of the customer"),
                        ],
                        max_length=20,
                        verbose_name="legal basis",
                    ),
                ),
                ("reference", models.CharField(blank=True, default="", max_length=120, verbose_name="reference")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="at")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                (
                    "customer",
                    models.ForeignKey(
                        help_text="Where it was one person's data.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="privacy.recipient",
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosure",
                "verbose_name_plural": "disclosures",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="ChoiceLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("visitor", models.UUIDField(null=True, verbose_name="visitor")),
                ("link", models.UUIDField(null=True, unique=True)),
                ("covers_from", models.DateTimeField(null=True, verbose_name="choices from")),
                ("until", models.DateTimeField(null=True, verbose_name="choices until")),
                ("joined_at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="joined at")),
                ("separated_at", models.DateTimeField(null=True, verbose_name="separated at")),
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
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="merged customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "joined choices",
                "verbose_name_plural": "joined choices",
                "indexes": [models.Index(fields=["visitor"], name="privacy_link_visitor")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("other__isnull", False), ("separated_at", None)),
                        fields=("other", "customer"),
                        name="privacy_link_merged_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeShown",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("visitor", models.UUIDField(null=True, verbose_name="visitor")),
                ("door", models.CharField(max_length=20, verbose_name="door")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="at")),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.privacynotice",
                        verbose_name="notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice shown",
                "verbose_name_plural": "notices shown",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("visitor__isnull", False)),
                        fields=("visitor", "notice"),
                        name="privacy_shown_visitor_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False)),
                        fields=("customer", "notice"),
                        name="privacy_shown_customer_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("channel", models.CharField(max_length=12, verbose_name="channel")),
                ("at", models.DateTimeField(default=foyer.base.clock.now, verbose_name="at")),
                ("by", models.CharField(max_length=60, verbose_name="by")),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "indexes": [models.Index(fields=["customer", "-at"], name="privacy_contact_of")],
            },
        ),
        migrations.CreateModel(
            name="ConsentState",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("visitor", models.UUIDField(null=True, verbose_name="visitor")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                ("terms", models.CharField(max_length=64)),
                ("decided_at", models.DateTimeField(verbose_name="since")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="holds until")),
                (
                    "consent",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="privacy.consent",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "purpose",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="privacy.purpose",
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "state of a consent",
                "verbose_name_plural": "states of consents",
                "indexes": [
                    models.Index(fields=["purpose", "decision", "customer"], name="privacy_state_purpose"),
                    models.Index(
                        condition=models.Q(("decision", "given"), ("expires_at__isnull", False)),
                        fields=["expires_at"],
                        name="privacy_state_expiring",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False)),
                        fields=("customer", "purpose"),
                        name="privacy_state_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("visitor__isnull", False)),
                        fields=("visitor", "purpose"),
                        name="privacy_state_visitor_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                condition=models.Q(("customer__isnull", False)),
                fields=["customer", "purpose", "-at"],
                name="privacy_consent_of",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                condition=models.Q(("visitor__isnull", False)),
                fields=["visitor", "purpose", "-at"],
                name="privacy_consent_visitor",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["purpose", "at"], name="privacy_consent_day"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("customer__isnull", True), ("visitor__isnull", True), _connector="XOR"),
                name="privacy_consent_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "given"), _negated=True), ("notice__isnull", False), _connector="OR"
                ),
                name="privacy_yes_to_a_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", "paper"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="privacy_paper_has_a_scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="askpolicy",
            constraint=models.UniqueConstraint(
                models.Value(1), condition=models.Q(("purpose", None)), name="privacy_one_usual_ask_policy"
            ),
        ),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["at"], name="privacy_asked_at"),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(fields=("session", "purpose"), name="privacy_asked_once_a_session"),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "active"), _negated=True),
                    models.Q(models.Q(("region", ""), _negated=True), models.Q(("contract", ""), _negated=True)),
                    _connector="OR",
                ),
                name="privacy_recipient_described",
            ),
        ),
        migrations.AddConstraint(
            model_name="recipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tell_by", "webhook"), _negated=True),
                    models.Q(("tell_url", ""), _negated=True),
                    _connector="OR",
                ),
                name="privacy_recipient_webhook",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["-at"], name="privacy_disclosure_at"),
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
