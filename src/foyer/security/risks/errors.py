"""The refusals of risks and impact assessments, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class NoSuchRisk(NotFound):
    code = "no_such_risk"
    message = _("There is no such risk, asset or assessment.")


class NoSuchThreat(Invalid):
    code = "no_such_threat"
    message = _("The library has no such threat.")


class RationaleMissing(Invalid):
    code = "rationale_missing"
    message = _("A risk is judged with reasons and with what stands against it.")
    mend = _("Write why it is so likely and so bad, and name at least one control.")


class OffTheScale(Invalid):
    code = "off_the_scale"
    message = _("Likelihood and impact go from 1 to 5, and what remains is never more than before.")


class NotTheOwner(Forbidden):
    code = "not_the_owner"
    message = _("Only the owner of a risk accepts it.")
    mend = _("Ask the owner, or name another owner first.")


class TooLong(Invalid):
    code = "accepted_too_long"
    message = _("A risk is accepted for a year at most, and until a day that is still to come.")


class AnswersMissing(Invalid):
    code = "answers_missing"
    message = _("Every question of the assessment is answered in both languages first.")


class NoLongerADraft(Refusal):
    code = "no_longer_a_draft"
    message = _("This assessment has been handed in and does not change any more.")
    mend = _("Draft the next version.")


class AssessmentNeeded(Refusal):
    code = "assessment_needed"
    message = _("This needs an approved impact assessment before it can be used.")
    mend = _("Draft one, and have a second person approve it.")
