"""When keys change: the copies of their data that people may still fetch."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from foyer.base.crypto import IDENTITY, is_current, open_text, rotates, seal
from foyer.privacy.models import DataCopy


@rotates("copies of data", IDENTITY)
def reseal() -> int:
    """Every copy that is still kept, under the current key; how many were not."""
    return sum(_reseal(copy) for copy in DataCopy.objects.filter(gone_at=None).exclude(path=""))


@transaction.atomic
def _reseal(copy: DataCopy) -> int:
    """As a new file, which takes the place of the old one."""
    from foyer.privacy.requests.copies import CONTEXT

    context, old = f"{CONTEXT}.{copy.pk}", copy.path
    with default_storage.open(old) as file:
        stored = file.read().decode()
    if is_current(stored):
        return 0
    again = seal(open_text(stored, context), context)
    copy.path = default_storage.save(f"copies/{copy.pk}", ContentFile(again.encode()))
    copy.save(update_fields=["path"])
    transaction.on_commit(lambda: default_storage.delete(old))
    return 1
