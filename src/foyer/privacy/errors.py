"""The refusals of requests, holds and retention, in words one could read to a customer."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class NoSuchRequest(NotFound):
    code = "no_such_request"
    message = _("This request does not exist, or is not yours.")


class NotNow(Refusal):
    code = "not_now"
    message = _("The request is not at the point where this can be done.")
    mend = _("Look at its state again: somebody may have gone on with it.")


class ProofNeeded(Forbidden):
    code = "proof_needed"
    message = _("Before that we must be sure that it is you.")
    mend = _("Ask for a code; we send it to the phone the bank has for you.")


class DocumentNeeded(Invalid):
    code = "document_needed"
    message = _("Say which document was seen, and give the number of the branch's record of it.")


class AskMissing(Invalid):
    code = "ask_missing"
    message = _("Something is missing in the request.")
    mend = _("Fill in the fields that are named.")


class AskedAlready(Refusal):
    code = "asked_already"
    message = _("You have asked for this already; it is being worked on.")
    mend = _("Its state is on the page “My data”.")


class ExtendedAlready(Refusal):
    code = "extended_already"
    message = _("A request is extended only once.")


class OnHold(Refusal):
    code = "on_hold"
    message = _("A legal hold stands, so nothing of this may be deleted now.")
    mend = _("Refuse with the reason “a dispute or an investigation is not over”, or have the hold released.")


class StillServed(Refusal):
    code = "still_served"
    message = _("The customer still has products with the bank, whose contracts need this data.")
    mend = _("Refuse with the reason for that, or wait until the products are closed.")


class CopyGone(NotFound):
    code = "copy_gone"
    message = _("This copy is no longer kept.")
    mend = _("Ask for a new one.")


class NobodyNamed(Invalid):
    code = "nobody_named"
    message = _("First say whose data this request is about.")
    mend = _("Enter the customer number.")


class NoSuchHold(NotFound):
    code = "no_such_hold"
    message = _("There is no such hold.")


class NoSuchRecord(NotFound):
    code = "no_such_restricted_record"
    message = _("There is no restricted record of this number.")


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("Give a reason from the list, and the file it belongs to.")


class NoSuchDataset(NotFound):
    code = "no_such_dataset"
    message = _("There is no data set of this name that can be released.")


class NotOut(Refusal):
    code = "release_not_out"
    message = _("This data set is not released, or its time has ended.")
    mend = _("Prepare it again, and have a second person let it out.")


class TooWeak(Invalid):
    code = "release_too_weak"
    message = _("k must be at least 2, l at least 1, and the time at most a year.")


class NotToBeTried(Refusal):
    code = "release_not_to_be_tried"
    message = _("Only a data set whose preparing failed can be tried again.")
