import django.db.models.deletion
import foyer.base.clock
import foyer.base.crypto.blind
import foyer.base.crypto.fields
import foyer.base.ids
import foyer.base.text.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_requests")]
    operations = [
        migrations.CreateModel(
            name='RetentionReport',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='started at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
                ('by', models.CharField(max_length=60, verbose_name='by')),
                ('is_rehearsal', models.BooleanField(default=False, verbose_name='only counted')),
                ('lines', models.JSONField(default=list, verbose_name='lines')),
            ],
            options={
                'verbose_name': 'retention report',
                'verbose_name_plural': 'retention reports',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer', models.UUIDField(null=True, verbose_name='customer')),
                ('reason', models.CharField(choices=[('litigation', 'Litigation'), ('investigation', 'Investigation by an authority'), ('complaint', 'Complaint not settled'), ('audit', 'Audit or examination'), ('fraud', 'Suspected fraud')], max_length=16, verbose_name='reason')),
                ('reference', models.CharField(max_length=80, verbose_name='reference')),
                ('placed_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='placed at')),
                ('placed_by', models.CharField(max_length=60, verbose_name='asked by')),
                ('agreed_by', models.CharField(max_length=60, verbose_name='agreed by')),
                ('review_on', models.DateField(verbose_name='to be looked at again on')),
                ('released_at', models.DateTimeField(null=True, verbose_name='released at')),
                ('released_by', models.CharField(blank=True, default='', max_length=60, verbose_name='release asked by')),
                ('release_agreed_by', models.CharField(blank=True, default='', max_length=60, verbose_name='release agreed by')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ['-placed_at'],
                'indexes': [models.Index(condition=models.Q(('released_at', None)), fields=['customer'], name='privacy_hold_standing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('placed_by', models.F('agreed_by')), _negated=True), name='privacy_hold_two_people'), models.CheckConstraint(condition=models.Q(('customer__isnull', False), ('released_at__isnull', False), _connector='OR'), name='privacy_hold_of_somebody'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('released_by', models.F('release_agreed_by')), _negated=True), _connector='OR'), name='privacy_release_two_people'), models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('customer', 'reference'), name='privacy_hold_once')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', foyer.base.text.fields.BilingualField(verbose_name='what')),
                ('law', foyer.base.text.fields.BilingualField(verbose_name='law')),
                ('basis', models.CharField(choices=[('law', 'Required by law'), ('policy', "The bank's policy")], max_length=8, verbose_name='basis')),
                ('start', models.SlugField(max_length=40, verbose_name='from')),
                ('start_name', foyer.base.text.fields.BilingualField(verbose_name='from, in words')),
                ('days', models.PositiveIntegerField(blank=True, null=True, verbose_name='days')),
                ('months', models.PositiveIntegerField(blank=True, null=True, verbose_name='months')),
                ('at_least', models.BooleanField(default=False, verbose_name='the law asks for at least this long')),
                ('action', models.CharField(choices=[('delete', 'Delete'), ('anonymise', 'Make anonymous'), ('restrict', 'Restrict')], default='delete', max_length=10, verbose_name='then')),
                ('survives_request', models.BooleanField(default=False, help_text='A deletion that the person asks for restricts this instead of deleting it.', verbose_name='outlives a request for deletion')),
                ('obeys_hold', models.BooleanField(default=True, verbose_name='a legal hold stops it')),
                ('room', models.CharField(blank=True, default='', max_length=20, verbose_name='room')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place')),
            ],
            options={
                'verbose_name': 'retention rule',
                'verbose_name_plural': 'retention rules',
                'permissions': [('approve_retention', 'May agree to changes of the retention schedule')],
                'ordering': ['place', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('days__isnull', False), ('months', None)), models.Q(('days', None), ('months__isnull', False)), _connector='OR'), name='privacy_retention_has_length')],
            },
        ),
        migrations.CreateModel(
            name='RestrictedRecord',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('customer', models.UUIDField(verbose_name='customer')),
                ('number', foyer.base.crypto.fields.EncryptedTextField(blank=True, default='', verbose_name='customer number')),
                ('number_index', foyer.base.crypto.blind.BlindIndexField(purpose='privacy.restricted.number', source='number')),
                ('content', foyer.base.crypto.fields.EncryptedJSONField(blank=True, default=dict, verbose_name='content')),
                ('counts', models.JSONField(default=dict, verbose_name='what is in it')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('restricted_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='restricted at')),
                ('destroyed_at', models.DateTimeField(null=True, verbose_name='destroyed at')),
                ('erasure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restricted', to='privacy.erasurelog', verbose_name='erasure')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='privacy.retentionrule', verbose_name='rule')),
            ],
            options={
                'verbose_name': 'restricted record',
                'verbose_name_plural': 'restricted records',
                'ordering': ['until_on'],
                'indexes': [models.Index(condition=models.Q(('destroyed_at', None)), fields=['until_on'], name='privacy_restricted_ending')],
                'constraints': [models.UniqueConstraint(fields=('erasure', 'rule'), name='privacy_restricted_once')],
            },
        ),
    ]
