"""What this room tells the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

PUBLISHED = audit.kind("knowledge.published", _("Published a knowledge article"))
RETIRED = audit.kind("knowledge.retired", _("Retired a knowledge article"))
