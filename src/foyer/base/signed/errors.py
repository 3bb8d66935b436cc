"""Why a message of another house is not taken."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class NotGenuine(Refusal):
    """No signature, a wrong one, or one that is too old or from the future. The sender is not told which."""

    code = "signature"
    message = _("This message is not signed as agreed.")
    mend = _("Sign it with the present secret, and see that the sender's clock is right.")
    status = 401


class AlreadyHad(Refusal):
    """The same message once more; it was taken the first time."""

    code = "already_had"
    message = _("This message was received before.")
    status = 409
