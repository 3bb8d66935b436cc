"""Why an aid was not asked."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal, Sentence


class Away(Refusal):
    """It failed, or is left alone because it failed. Whoever asks goes on without it."""

    status = 503
    code = "aid_away"
    retry = True
    message = _("A part of the service is not available just now.")
    mend: Sentence = _("It is tried again by itself; the work goes on without it until then.")
