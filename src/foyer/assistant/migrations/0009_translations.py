import django.db.models.deletion
import foyer.base.clock
import foyer.base.crypto.fields
import foyer.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assistant', '0008_readings'),
        ('conversations', '0004_visits_by_sign_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.UUIDField(default=foyer.base.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('message_id', models.UUIDField(blank=True, null=True, verbose_name='message')),
                ('by', models.CharField(max_length=60, verbose_name='asked by')),
                ('source', models.CharField(max_length=2, verbose_name='language of the original')),
                ('target', models.CharField(max_length=2, verbose_name='language of the translation')),
                ('prompt', foyer.base.crypto.fields.EncryptedTextField(blank=True, default='', verbose_name='prompt')),
                ('output', foyer.base.crypto.fields.EncryptedTextField(blank=True, default='', verbose_name='output')),
                ('why', models.CharField(blank=True, default='', max_length=20, verbose_name='why nothing came of it')),
                ('written_by', models.JSONField(blank=True, default=dict, verbose_name='written by')),
                ('tokens_in', models.PositiveIntegerField(default=0, verbose_name='tokens read')),
                ('tokens_out', models.PositiveIntegerField(default=0, verbose_name='tokens written')),
                ('took_ms', models.PositiveIntegerField(default=0, verbose_name='took (ms)')),
                ('at', models.DateTimeField(default=foyer.base.clock.now, verbose_name='asked at')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.conversation', verbose_name='conversation')),
            ],
            options={
                'verbose_name': 'translation by a language model',
                'verbose_name_plural': 'translations by a language model',
                'indexes': [models.Index(fields=['at'], name='assistant_transl_time'), models.Index(fields=['message_id', 'target'], name='assistant_transl_message'), models.Index(fields=['conversation', 'at'], name='assistant_transl_talk')],
            },
        ),
    ]
