"""Links to files under a host name of their own (`FOYER_FILES_URL`): signed, and good for a minute or two.

Whoever asks our pages' host for a file is sent on with such a link, after they were found to be allowed; the host of
files asks for no cookie and knows nobody. Within a minute the link is the same, so that a browser may keep what it has.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing

from foyer.base import clock
from foyer.conversations.attachments.reading import Opened, open_row
from foyer.conversations.errors import NoSuchConversation
from foyer.conversations.models import Attachment

SALT = "foyer.conversations.attachments"
STEP_SECONDS = 60


def link_to(attachment_id: UUID, *, thumbnail: bool) -> str:
    """The address of a file for the next minute or two."""
    ends = (int(clock.now().timestamp()) // STEP_SECONDS + 2) * STEP_SECONDS
    signed = signing.dumps([str(attachment_id), int(thumbnail), ends], salt=SALT)
    return f"{settings.FOYER_FILES_URL}/files/{signed}"


def open_link(signed: str) -> Opened:
    """The file of a link that we signed and whose time has not passed; else there is nothing."""
    try:
        attachment_id, thumbnail, ends = signing.loads(signed, salt=SALT)
        row = Attachment.objects.filter(pk=UUID(attachment_id)).first()
    except (signing.BadSignature, ValueError):
        raise NoSuchConversation from None
    if row is None or ends <= clock.now().timestamp():
        raise NoSuchConversation
    return open_row(row, thumbnail=bool(thumbnail))
