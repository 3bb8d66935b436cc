import django.contrib.postgres.fields
import django.db.models.deletion
import foyer.base.clock
import foyer.base.crypto.fields
import foyer.base.ids
import foyer.base.text.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_access"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name='SubjectRequest',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('access', 'A copy of my data'), ('correction', 'Correct my data'), ('portability', 'Take my data elsewhere'), ('deletion', 'Delete my data'), ('withdrawal', 'Withdraw a consent'), ('objection', 'No profiling of me'), ('personalisation', 'No personalised offers'), ('explanation', 'Explain a decision'), ('deceased', 'Data of a relative who died')], max_length=16, verbose_name='kind')),
                ('state', models.CharField(choices=[('received', 'Identity to be proved'), ('identified', 'Waiting'), ('in_work', 'In work'), ('approval', 'Waits for a second person'), ('fulfilling', 'Being carried out'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=12, verbose_name='state')),
                ('customer', models.UUIDField(null=True, verbose_name='customer')),
                ('asked_by', models.UUIDField(null=True, verbose_name='asked by')),
                ('door', models.CharField(default='portal', max_length=20, verbose_name='door')),
                ('language', models.CharField(default='zh', max_length=2, verbose_name='language')),
                ('asked', foyer.base.crypto.fields.EncryptedJSONField(blank=True, default=dict, verbose_name='what they asked')),
                ('asked_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='asked at')),
                ('pack', models.CharField(blank=True, default='', max_length=8, verbose_name='law')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='extended at')),
                ('extension_reason', models.CharField(blank=True, default='', max_length=40, verbose_name='reason of the extension')),
                ('assurance', models.PositiveSmallIntegerField(default=0, verbose_name='identity proved')),
                ('identified_by', models.CharField(blank=True, default='', max_length=40, verbose_name='how')),
                ('identified_at', models.DateTimeField(blank=True, null=True, verbose_name='identified at')),
                ('approval', models.UUIDField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, default='', max_length=40, verbose_name='reason of the refusal')),
                ('note', models.CharField(blank=True, default='', max_length=400, verbose_name='remark')),
                ('outcome', models.JSONField(blank=True, default=dict, verbose_name='outcome')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='in the hands of')),
            ],
            options={
                'verbose_name': 'subject request',
                'verbose_name_plural': 'subject requests',
                'permissions': [('see_requests', 'May see subject requests, holds and the retention schedule'), ('handle_requests', 'May handle subject requests'), ('record_request', 'May record a request made at a counter'), ('approve_erasure', 'May agree to an erasure'), ('place_hold', 'May propose a legal hold and its release'), ('approve_hold', 'May agree to a legal hold and its release'), ('read_restricted', 'May read restricted data for the law that keeps it'), ('see_obligations', 'May see the obligation library and export evidence')],
            },
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='at')),
                ('by', models.CharField(max_length=60, verbose_name='by')),
                ('what', models.CharField(max_length=24, verbose_name='step')),
                ('holder', models.CharField(blank=True, default='', max_length=60, verbose_name='where')),
                ('count', models.PositiveIntegerField(null=True, verbose_name='rows')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='remark')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='privacy.subjectrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'step of a request',
                'verbose_name_plural': 'steps of a request',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RequestNotice',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='at')),
                ('what', models.CharField(max_length=24, verbose_name='step')),
                ('text', foyer.base.text.fields.BilingualField(multiline=True, verbose_name='words')),
                ('address', foyer.base.crypto.fields.EncryptedTextField(blank=True, default='')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='privacy.subjectrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'notice to the person',
                'verbose_name_plural': 'notices to the person',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ErasureProof',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=24, unique=True, verbose_name='number')),
                ('content', models.JSONField(verbose_name='content')),
                ('signature', models.CharField(max_length=128, verbose_name='signature')),
                ('public_key', models.CharField(max_length=64, verbose_name='public key')),
                ('at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='at')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='privacy.subjectrequest')),
            ],
            options={
                'verbose_name': 'proof of completion',
                'verbose_name_plural': 'proofs of completion',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='ErasureLog',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customers', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='customers')),
                ('records', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='records')),
                ('visitors', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='visitors')),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done')], default='running', max_length=8, verbose_name='state')),
                ('at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='at')),
                ('by', models.CharField(max_length=60, verbose_name='by')),
                ('counts', models.JSONField(default=dict, verbose_name='deleted')),
                ('kept', models.JSONField(default=list, verbose_name='kept')),
                ('reapplied_at', models.DateTimeField(null=True, verbose_name='applied again at')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='erasures', to='privacy.subjectrequest')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='DataCopy',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('format', models.CharField(max_length=8, verbose_name='format')),
                ('path', models.CharField(max_length=200)),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='can be fetched until')),
                ('fetched_at', models.DateTimeField(null=True, verbose_name='fetched at')),
                ('gone_at', models.DateTimeField(null=True, verbose_name='destroyed at')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='privacy.subjectrequest', verbose_name='request')),
            ],
            options={
                'verbose_name': 'copy for a person',
                'verbose_name_plural': 'copies for people',
            },
        ),
        migrations.AddIndex(
            model_name='subjectrequest',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['due_at'], name='privacy_request_open'),
        ),
        migrations.AddIndex(
            model_name='subjectrequest',
            index=models.Index(fields=['customer', '-asked_at'], name='privacy_request_of'),
        ),
        migrations.AddIndex(
            model_name='subjectrequest',
            index=models.Index(fields=['asked_by', '-asked_at'], name='privacy_request_by'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='privacy_refused_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(('extended_at', None), models.Q(('extension_reason', ''), _negated=True), _connector='OR'), name='privacy_extended_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='subjectrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['done', 'refused', 'withdrawn'])), models.Q(models.Q(('state__in', ['done', 'refused', 'withdrawn']), _negated=True), ('closed_at', None)), _connector='OR'), name='privacy_closed_has_time'),
        ),
        migrations.AddIndex(
            model_name='requeststep',
            index=models.Index(fields=['request', 'at'], name='privacy_step_of'),
        ),
        migrations.AddIndex(
            model_name='datacopy',
            index=models.Index(condition=models.Q(('gone_at', None)), fields=['expires_at'], name='privacy_copy_expiring'),
        ),
        migrations.AddConstraint(
            model_name='datacopy',
            constraint=models.UniqueConstraint(fields=('request', 'format'), name='privacy_copy_once'),
        ),
    ]
