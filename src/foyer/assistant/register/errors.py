"""The refusals of the register."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class NoSuchUse(NotFound):
    message = _("There is no such use of a model.")
    mend = _("Choose one from the register.")


class NotSwitchable(Refusal):
    code = "not_switchable"
    message = _("This use has no switch of its own.")
    mend = _("Its line in the register says where it is stopped.")


class ReasonMissing(Invalid):
    message = _("A reason is needed, and for an approval who answers for it.")
    mend = _("Write a short sentence without personal data.")
