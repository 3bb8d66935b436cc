"""Why data does not leave the house."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


class NoSuchRecipient(NotFound):
    code = "no_such_recipient"
    message = _("There is no such party in the register.")


class NotDescribed(Refusal):
    code = "recipient_not_described"
    message = _("This party is not in use: it has to be described with region and contract first.")
    mend = _("Describe it in the register of disclosures.")


class OutsideChina(Refusal):
    code = "outside_china"
    message = _("Personal data does not leave China: this party handles it elsewhere.")
    mend = _("Choose a party that handles the data in China.")


class KindsNotCovered(Invalid):
    code = "kinds_not_covered"
    message = _("The register does not cover these kinds of data for this party and purpose.")
    mend = _("Add the kinds to the party and the purpose, with their assessment, or send less.")


class TooYoung(Refusal):
    code = "too_young"
    message = _("Records of disclosures are kept for at least three years.")


class NoSuchNotice(NotFound):
    code = "no_such_recipient_notice"
    message = _("There is no such notice to a recipient.")


class AlreadyTold(Refusal):
    code = "recipient_told"
    message = _("This notice has ended already.")


class NotReachable(Invalid):
    code = "recipient_not_reachable"
    message = _("To tell this party by webhook an address and a secret are needed.")
    mend = _("Enter an https address that may be called, and the secret you agreed on.")
