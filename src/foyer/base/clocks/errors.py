"""What a clock refuses."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, Refusal


class UnknownDeadline(Invalid):
    code = "unknown_deadline"
    message = _("There is no deadline of this name.")
    mend = _("Define the deadline first, then start it.")


class CannotPause(Refusal):
    code = "cannot_pause"
    message = _("A deadline fixed by law does not stand still.")
    mend = _("Extend it by its own procedure instead.")


class DeadlineMissing(Invalid):
    code = "deadline_missing"
    message = _("This deadline needs its own date.")
    mend = _("Give the date on which it falls due.")


class NotPublished(Invalid):
    code = "holidays_not_published"
    message = _("The holiday arrangement for this year is not known here yet.")
    mend = _("Enter the days by hand, or update Foyer once the arrangement is published.")
