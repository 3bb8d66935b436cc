"""What this room tells the trail: reading what is another's, taking it over, searching, and what leaves the house."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

READ_BY_OTHER = audit.kind("conversations.read_by_other", _("Read a colleague's conversation"))
TAKEN_OVER = audit.kind("conversations.taken_over", _("Took a conversation over"))
WHISPERED = audit.kind("conversations.whispered", _("Wrote a note in a colleague's conversation"))
SEARCHED = audit.kind("conversations.searched", _("Searched in conversations"))
TRANSCRIPT_ASKED = audit.kind("conversations.transcript_mailed", _("Had a transcript sent by e-mail"))
TRANSCRIPT_READ = audit.kind("conversations.transcript_downloaded", _("Downloaded a transcript"))
FILE_OPENED = audit.kind("conversations.attachment_opened", _("Opened an attachment"))
SUSPICIOUS_TEXT = audit.kind("conversations.suspicious_text", _("Somebody tried to steer the assistant"))
TOKEN_ELSEWHERE = audit.kind("conversations.token_elsewhere", _("A visitor's token came from a second place"))
UPLOAD_REFUSED = audit.kind("conversations.upload_refused", _("A file was refused"))
