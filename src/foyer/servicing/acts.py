"""What this room tells the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

BEGUN = audit.kind("servicing.begun", _("Began a service"))
MOVED = audit.kind("servicing.moved", _("Went on with a service at another door"))
CONFIRMED = audit.kind("servicing.confirmed", _("Confirmed a service"))
PROOF_SENT = audit.kind("servicing.proof_sent", _("Code sent for a service"))
PROVED = audit.kind("servicing.proved", _("Proved identity for a service"))
PROOF_FAILED = audit.kind("servicing.proof_failed", _("Wrong code for a service"))
SHOWN = audit.kind("servicing.shown", _("Showed account data in a service"))
ACTED = audit.kind("servicing.acted", _("Carried out a service"))
ENDED = audit.kind("servicing.ended", _("A service ended without its act"))
TAKEN = audit.kind("servicing.taken", _("Took a running service over"))
FETCHED = audit.kind("servicing.statement_fetched", _("Fetched a statement"))
KEPT = audit.kind("servicing.promise_kept", _("Kept a promise to a customer"))
