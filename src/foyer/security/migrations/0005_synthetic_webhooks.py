from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("security", "0004_risks")]

    operations = [
        migrations.AlterField(
            model_name="syntheticsubject",
            name="kind",
            field=models.CharField(
                choices=[("customer", "Customer"), ("staff", "Colleague"), ("webhook", "Webhook")],
                max_length=8,
                verbose_name="kind",
            ),
        ),
    ]
