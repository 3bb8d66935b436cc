"""What this face tells the trail by itself."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

KEY_REFUSED = audit.kind("api.write_key_refused", _("A wrong write key was refused"))
