"""What of this is written to the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

DESCRIBED = audit.kind("privacy.recipient_described", _("A recipient or source of data was described"))
ENDED = audit.kind("privacy.recipient_ended", _("A recipient or source of data was ended"))
DISCLOSED = audit.kind("privacy.disclosed", _("Personal data was given to a recipient"))
FORGOTTEN = audit.kind("privacy.disclosures_forgotten", _("Records of disclosures past their time were removed"))
TO_TELL = audit.kind("privacy.recipient_to_tell", _("A recipient is to be told what became of data"))
TOLD = audit.kind("privacy.recipient_told", _("A recipient was told"))
TAKEN = audit.kind("privacy.recipient_letter", _("Took the letter or file for a recipient"))
ACKNOWLEDGED = audit.kind("privacy.recipient_acknowledged", _("A notice to a recipient ended"))
NOT_ACKNOWLEDGED = audit.kind("privacy.recipient_late", _("A recipient did not acknowledge in time"))
NOT_SENT = audit.kind("privacy.message_not_sent", _("A message to a customer was not sent"))
