import django.contrib.postgres.fields
import foyer.base.clock
import foyer.base.crypto.fields
import foyer.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_retention")]
    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('dataset', models.SlugField(max_length=60, verbose_name='data set')),
                ('purpose', models.SlugField(max_length=60, verbose_name='purpose')),
                ('recipient', models.CharField(max_length=120, verbose_name='recipient')),
                ('party', models.CharField(blank=True, default='', max_length=80, verbose_name='party of the register')),
                ('reason', models.CharField(max_length=300, verbose_name='what it is needed for')),
                ('state', models.CharField(choices=[('preparing', 'Being prepared'), ('failed', 'Preparing failed'), ('prepared', 'Waiting for a second person'), ('out', 'Released'), ('refused', 'Refused'), ('unfit', 'Not hidden well enough'), ('ended', 'Ended')], default='preparing', max_length=10, verbose_name='state')),
                ('step', models.CharField(choices=[('waiting', 'Waiting for its turn'), ('choosing', 'Finding how far values must be generalised'), ('writing', 'Writing rows'), ('measuring', 'Measuring what was written')], default='waiting', max_length=10, verbose_name='step')),
                ('progress', models.UUIDField(blank=True, editable=False, null=True, verbose_name='progress')),
                ('problem', models.CharField(blank=True, default='', max_length=300, verbose_name='what went wrong')),
                ('k_wanted', models.PositiveSmallIntegerField(verbose_name='k wanted')),
                ('l_wanted', models.PositiveSmallIntegerField(default=1, verbose_name='l wanted')),
                ('most_left_out', models.FloatField(default=0.02, verbose_name='most that may be left out')),
                ('rungs', models.JSONField(default=dict, verbose_name='how far values are generalised')),
                ('measured', models.JSONField(default=dict, verbose_name='measured')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None, verbose_name='columns')),
                ('token_key', foyer.base.crypto.fields.EncryptedTextField(blank=True, default='')),
                ('file_name', models.CharField(blank=True, default='', max_length=120, verbose_name='file')),
                ('file_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256 of the file')),
                ('asked_at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='prepared at')),
                ('asked_by', models.CharField(max_length=60, verbose_name='prepared by')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('decided_by', models.CharField(blank=True, default='', max_length=60, verbose_name='decided by')),
                ('fetched_at', models.DateTimeField(blank=True, null=True, verbose_name='first fetched at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
            ],
            options={
                'verbose_name': 'release of a data set',
                'verbose_name_plural': 'releases of data sets',
                'permissions': [('prepare_release', 'May prepare de-identified data sets'), ('approve_release', 'May let de-identified data sets out')],
                'indexes': [models.Index(fields=['-asked_at'], name='privacy_release_recent')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', ''), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='privacy_dataset_two_people'), models.CheckConstraint(condition=models.Q(('k_wanted__gte', 2), ('l_wanted__gte', 1)), name='privacy_release_k')],
            },
        ),
    ]
