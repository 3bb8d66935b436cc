"""Why a source is not taken in now."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class IntakeBusy(Refusal):
    """One run per source at a time."""

    code = "intake_busy"
    message = _("This source is being taken in right now.")
    mend = _("Wait until that run has ended; foyer intake history shows how far it is.")
    retry = True
