"""Why a call was not made, or brought nothing."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class NotAllowed(Refusal):
    """The address may not be called: not over this scheme, not this host, or not where its name leads."""

    code = "address_not_allowed"
    message = _("Foyer may not call this address.")
    mend = _("Give an https address of a host that FOYER_OUTGOING_HOSTS lists.")
    status = 422


class Away(Refusal):
    """The other side did not answer as it should; the same call may succeed later."""

    code = "service_away"
    message = _("The other service does not answer now.")
    mend = _("Try again in a few minutes.")
    status = 503
    retry = True
