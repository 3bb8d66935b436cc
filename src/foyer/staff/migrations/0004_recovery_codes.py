"""Recovery codes keep digests instead of the seed from which every code can be made again."""

from django.db import migrations


def throw_seeds_away(apps, schema_editor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from foyer.base.crypto import KeyMissing, Unreadable
    from foyer.staff.sign_in.paper import hide_old

    for row in apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes").iterator():
        if "seed" not in row.data:
            continue
        paper = RecoveryCodes(row)
        try:
            codes = [code for at, code in enumerate(paper.generate_codes()) if not paper._is_code_used(at)]
        except (KeyMissing, Unreadable):  # its key is gone, so the codes opened nothing any more
            codes = []
        row.data = hide_old(row.data, codes)
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_sessions"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(throw_seeds_away, migrations.RunPython.noop, elidable=True)]
