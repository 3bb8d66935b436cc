"""The refusals of consents, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class NoSuchPurpose(NotFound):
    code = "no_such_purpose"
    message = _("There is no such purpose.")
    mend = _("Choose one of the purposes that the privacy centre lists.")


class NoSuchNotice(NotFound):
    code = "no_such_notice"
    message = _("There is no such version of the privacy notice.")


class NothingToDecide(Invalid):
    code = "nothing_to_decide"
    message = _("This is necessary for the service or required by law, so there is nothing to choose.")
    mend = _("Ask us to delete or restrict your data instead.")


class NoNotice(Refusal):
    code = "no_notice"
    message = _("There is no privacy notice in force that speaks of this purpose, so nobody can agree to it.")
    mend = _("Publish a privacy notice first.")


class NotYours(Forbidden):
    code = "not_yours"
    message = _("Only the customer, or a colleague on their behalf, can choose.")
    mend = ""


class NothingToWithdraw(Refusal):
    code = "nothing_to_withdraw"
    message = _("There is no consent to withdraw.")


class GuardianNeeded(Refusal):
    code = "guardian_needed"
    message = _("For a child under fourteen a parent or guardian has to agree.")
    mend = _("Give the name of the parent or guardian who agrees, with their signature or voice.")


class EvidenceNeeded(Invalid):
    code = "evidence_needed"
    message = _("A choice on paper or by voice needs the reference of its scan or recording.")
    mend = _("Enter the reference of the scan or recording.")


class AssessmentMissing(Refusal):
    code = "assessment_missing"
    message = _("This purpose needs an impact assessment before it can be used.")
    mend = _("Finish the impact assessment and enter its reference.")


class NoticeIncomplete(Refusal):
    code = "notice_incomplete"
    message = _("The notice is not complete in both languages.")
    mend = _("Fill in the sections that are named.")


class NoticePublished(Refusal):
    code = "notice_published"
    message = _("A published notice never changes.")
    mend = _("Draft a new version.")


class AlreadyDrafted(Refusal):
    code = "already_drafted"
    message = _("There is a draft already.")
    mend = _("Change that draft, or publish it first.")
