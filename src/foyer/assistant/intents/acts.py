"""What this part tells the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

WRITTEN = audit.kind("assistant.intent_written", _("Wrote an intent"))
RETIRED = audit.kind("assistant.intent_retired", _("Retired an intent"))
RESTORED = audit.kind("assistant.intent_restored", _("Took an intent up again"))
PHRASED = audit.kind("assistant.intent_phrased", _("Added a phrasing to an intent"))
UNPHRASED = audit.kind("assistant.intent_unphrased", _("Removed a phrasing of an intent"))
MOVED = audit.kind("assistant.intent_phrasing_moved", _("Gave a phrasing to another intent"))
IMPORTED = audit.kind("assistant.intents_imported", _("Imported intents"))
EXPORTED = audit.kind("assistant.intents_exported", _("Exported intents"))
TRAINED = audit.kind("assistant.intents_trained", _("Had a reader of intents trained"))
PROMOTED = audit.kind("assistant.intents_promoted", _("Let a reader of intents go live"))
ROLLED_BACK = audit.kind("assistant.intents_rolled_back", _("Went back to the reader of intents before"))
CORRECTED = audit.kind("assistant.intent_corrected", _("Said what a message was about"))
REVIEWED = audit.kind("assistant.intent_correction_reviewed", _("Reviewed a correction of an intent"))
