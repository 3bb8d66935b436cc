"""Why an encoder was not taken."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal, Sentence


class BadEncoder(Refusal):
    """The named encoder cannot be used as it is."""

    status = 422
    code = "bad_encoder"
    message = _("The encoder of meanings cannot be used.")
    mend: Sentence = _("Look at FOYER_ENCODER in docs/intents.md, mend the folder or the address, and start again.")

    def __init__(self, *, why: str) -> None:
        super().__init__(_("The encoder of meanings cannot be used: %(why)s") % {"why": why}, why=why)
