"""What this room tells the trail."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

PUBLISHED = audit.kind("knowledge.published", _("Published a knowledge article"))
RETIRED = audit.kind("knowledge.retired", _("Retired a knowledge article"))
EXPIRED = audit.kind("knowledge.expired", _("Took an expired knowledge article out of the answers"))
WITHDRAWN = audit.kind("knowledge.withdrawn", _("Withdrew a knowledge article in an emergency"))
RESTORED = audit.kind("knowledge.restored", _("Let a withdrawn knowledge article speak again"))
DISCARDED = audit.kind("knowledge.discarded", _("Discarded the draft of a knowledge article"))
DESCRIBED = audit.kind("knowledge.described", _("Changed what a knowledge article is about"))
ATTACHED = audit.kind("knowledge.attached", _("Attached a file to a knowledge article"))
DETACHED = audit.kind("knowledge.detached", _("Took a file off a knowledge article"))
CONFIRMED = audit.kind("knowledge.read_confirmed", _("Confirmed having read a knowledge article"))
IMPORTED = audit.kind("knowledge.imported", _("Brought a document in as knowledge drafts"))
EXPORTED = audit.kind("knowledge.exported", _("Exported knowledge articles"))
ACCEPTED = audit.kind("knowledge.finding_accepted", _("Accepted a doubt about knowledge articles"))
SYNONYMS = audit.kind("knowledge.synonyms", _("Edited the synonyms that searches go by"))
REMARKED = audit.kind("knowledge.remarked", _("Said of an article that it is wrong or out of date"))
REMARK_SETTLED = audit.kind("knowledge.remark_settled", _("Settled a remark on an article"))
GAP_ASSIGNED = audit.kind("knowledge.gap_assigned", _("Assigned a knowledge gap"))
GAP_SETTLED = audit.kind("knowledge.gap_settled", _("Settled a knowledge gap"))
