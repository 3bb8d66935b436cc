"""What this room tells the trail: looking at customers, deciding about them, changing sources, signing in."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

VIEWED = audit.kind("customers.viewed", _("Viewed a customer"))
GLANCED = audit.kind("customers.glanced", _("Saw a customer beside a conversation"))
SEARCHED = audit.kind("customers.searched", _("Searched for customers"))
MERGED = audit.kind("customers.merged", _("Merged two customers"))
KEPT_APART = audit.kind("customers.kept_apart", _("Kept two customers apart"))
UNMERGED = audit.kind("customers.unmerged", _("Took a merge apart again"))
UNDONE = audit.kind("customers.decision_undone", _("Took a decision back"))
PAIR_UNMASKED = audit.kind("customers.pair_unmasked", _("Read a pair of records unmasked"))
ROW_CORRECTED = audit.kind("customers.row_corrected", _("Corrected a quarantined row"))
ROW_RELEASED = audit.kind("customers.row_released", _("Released a quarantined row"))
ROW_DISCARDED = audit.kind("customers.row_discarded", _("Discarded a quarantined row"))
ROW_UNMASKED = audit.kind("customers.row_unmasked", _("Read a quarantined row unmasked"))
SOURCE_CHANGED = audit.kind("customers.source_changed", _("Changed a source or its mapping"))
SOURCE_SWITCHED = audit.kind("customers.source_switched", _("Switched a source on or off"))
KEY_MADE = audit.kind("customers.write_key_made", _("Made a write key"))
KEY_DISABLED = audit.kind("customers.write_key_disabled", _("Disabled a write key"))
CODE_REQUESTED = audit.kind("customers.code_requested", _("Sign-in code requested"))
SIGNED_IN = audit.kind("customers.signed_in", _("Customer signed in"))
SIGN_IN_FAILED = audit.kind("customers.sign_in_failed", _("Customer's sign-in failed"))
CODE_REPLAYED = audit.kind("customers.code_replayed", _("A used sign-in code came again"))
SIGNED_OUT = audit.kind("customers.signed_out", _("Customer's session ended"))
BLOCKED = audit.kind("customers.blocked", _("Blocked a customer"))
UNBLOCKED = audit.kind("customers.unblocked", _("Unblocked a customer"))
