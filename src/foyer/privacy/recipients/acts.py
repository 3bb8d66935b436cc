"""What of this is written to the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

DESCRIBED = audit.kind("privacy.recipient_described", _("A recipient or source of data was described"))
ENDED = audit.kind("privacy.recipient_ended", _("A recipient or source of data was ended"))
DISCLOSED = audit.kind("privacy.disclosed", _("Personal data was given to a recipient"))
FORGOTTEN = audit.kind("privacy.disclosures_forgotten", _("Records of disclosures past their time were removed"))
