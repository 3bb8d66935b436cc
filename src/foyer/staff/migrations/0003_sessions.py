from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_cache")]

    operations = [
        migrations.AlterModelOptions(
            name="approvalrequest",
            options={
                "ordering": ["-made_at"],
                "permissions": [
                    ("read_all_approvals", "May read every approval request"),
                    ("approve_settings", "May agree to changes of rights and settings"),
                ],
                "verbose_name": "approval request",
                "verbose_name_plural": "approval requests",
            },
        ),
    ]
