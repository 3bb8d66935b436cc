"""The acts of streams that somebody answers for: far more of them at once than any page needs."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

MANY = audit.kind("live.many_streams", _("Held many live streams at once"))
REFUSED = audit.kind("live.refused", _("Was refused one more live stream"))
