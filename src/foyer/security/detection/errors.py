"""What a response says to whom it holds back."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class ExportFrozen(Refusal):
    code = "export_frozen"
    message = _("Exports are frozen for you at the moment.")
    mend = _("Security is looking at something and can lift this; ask there.")
    status = 403
    retry = True


class StepUpNeeded(Refusal):
    code = "step_up_needed"
    message = _("Show your second factor once more before this.")
    mend = _("Go to your account, confirm with your second factor, and try again.")
    status = 403
    retry = True
