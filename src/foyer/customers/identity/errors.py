"""The refusals of a steward's verbs."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class NoSuchPair(NotFound):
    code = "no_such_pair"
    message = _("This pair does not exist, or is not for you.")


class AlreadyDecided(Refusal):
    code = "pair_already_decided"
    message = _("Somebody has decided on this pair already.")
    mend = _("Undo that decision first.")


class AlreadyUndone(Refusal):
    code = "already_undone"
    message = _("This has been taken back already.")


class RecordsMoved(Refusal):
    code = "records_moved"
    message = _("The records of this change have moved on since, so it cannot be taken back as it was.")
    mend = _("Look at the customer's history and take back the latest change first.")


class ReasonForShowingMissing(Invalid):
    code = "reason_missing"
    message = _("This needs a reason.")
    mend = _("Write in a few words why.")


class NothingToLearnFrom(Refusal):
    code = "nothing_to_learn_from"
    message = _("There is no matching model yet.")
    mend = _("The first run of a source trains the first one.")
    status = 409
