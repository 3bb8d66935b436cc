"""Why a webhook is not as asked."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid


class UnknownFact(Invalid):
    code = "unknown_fact"
    message = _("There is no fact of this name.")
    mend = _("Choose from the list of facts.")
