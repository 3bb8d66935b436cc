"""What of requests, holds and retention is written to the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

REQUEST_MADE = audit.kind("privacy.request_made", _("A subject request came in"))
REQUEST_CHANGED = audit.kind("privacy.request_changed", _("A subject request went on"))
REQUEST_REFUSED = audit.kind("privacy.request_refused", _("A subject request was refused"))
REQUEST_VIEWED = audit.kind("privacy.request_viewed", _("A subject request was viewed"))
COPY_MADE = audit.kind("privacy.copy_made", _("A copy of a person's data was made"))
COPY_FETCHED = audit.kind("privacy.copy_fetched", _("A copy of a person's data was fetched"))
CORRECTED = audit.kind("privacy.corrected", _("A person's data was corrected"))
ERASED = audit.kind("privacy.erased", _("A person's data was deleted"))
REAPPLIED = audit.kind("privacy.erasure_reapplied", _("Deletions were carried out again"))
HOLD_PLACED = audit.kind("privacy.hold_placed", _("A legal hold was placed"))
HOLD_RELEASED = audit.kind("privacy.hold_released", _("A legal hold was released"))
RESTRICTED_READ = audit.kind("privacy.restricted_read", _("Restricted data was read"))
RETENTION_RUN = audit.kind("privacy.retention_run", _("The retention schedule was carried out"))
EVIDENCE_EXPORTED = audit.kind("privacy.evidence_exported", _("An evidence pack was exported"))
