"""The acts of reasoned access, as the audit trail names them."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

UNMASKED = audit.kind("privacy.unmasked", _("Saw a masked value"))
ASKED = audit.kind("privacy.unmask_asked", _("Asked a second person to show a masked value"))
DECIDED = audit.kind("privacy.unmask_decided", _("Decided over another's unmasking"))
GLASS_BROKEN = audit.kind("privacy.glass_broken", _("Broke the glass"))
GLASS_REVIEWED = audit.kind("privacy.glass_reviewed", _("Reviewed broken glass"))
COPIED = audit.kind("privacy.copied", _("Copied from a page with customer data"))
RECERTIFIED = audit.kind("privacy.recertified", _("Decided who keeps a role"))
RULE_CHANGED = audit.kind("privacy.access_rule_changed", _("Changed the rules for unmasking"))
