"""The refusals of data quality, told to a data steward."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class NoSuchQuarantinedRow(NotFound):
    code = "no_such_quarantined_row"


class AlreadyDecided(Refusal):
    code = "quarantine_already_decided"
    message = _("Somebody has decided on this row already.")
    mend = _("Load the page again to see what was decided.")


class StillWrong(Invalid):
    """The corrected row breaks rules still; `failures` says which."""

    code = "still_wrong"
    message = _("The row is not right yet.")
    mend = _("Mend the fields named, or discard the row.")

    def __init__(self, failures: list[dict[str, Any]]) -> None:
        super().__init__(failures=failures)


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("This needs a reason.")
    mend = _("Write in a few words why.")


class CannotGoOn(Invalid):
    """A row without its key names nothing."""

    code = "cannot_go_on"
    message = _("The row lacks its key, so it cannot go on as it is.")
    mend = _("Correct the key, or discard the row.")
