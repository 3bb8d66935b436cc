"""What this room tells the trail about its language model."""

from django.utils.translation import gettext_lazy as _

from foyer.base import audit

LEFT_ALONE = audit.kind("assistant.writer_left_alone", _("Left the language model alone after failures"))
RECOVERED = audit.kind("assistant.writer_recovered", _("The language model works again"))
TAKEN_BACK = audit.kind("assistant.answer_taken_back", _("Took back what a language model wrote"))
READ = audit.kind("assistant.draft_read", _("Read what a language model was asked and wrote"))
