"""The acts of detection that somebody answers for."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

RAISED = audit.kind("security.alert_raised", _("An alert was raised"))
TRIAGED = audit.kind("security.alert_triaged", _("An alert was triaged"))
TAKEN = audit.kind("security.response_taken", _("A response was taken"))
ENDED = audit.kind("security.response_ended", _("A response ended"))
RULE_CHANGED = audit.kind("security.rule_changed", _("A detection rule was changed"))
INCIDENT = audit.kind("security.incident_changed", _("An incident went on"))
CANARY = audit.kind("security.canary_placed", _("A canary was placed or removed"))
