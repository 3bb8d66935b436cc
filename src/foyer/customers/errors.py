"""The refusals of this room, in words one could read to a customer."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal, TooMany


class NoSuchCustomer(NotFound):
    code = "no_such_customer"
    message = _("This customer does not exist, or is not for you.")


class PhoneNotValid(Invalid):
    code = "phone_not_valid"
    message = _("This is not a phone number we can send a message to.")
    mend = _("Enter your mobile number, for numbers outside China with + and the country code.")


class CodeWrong(Invalid):
    """One answer for a wrong, an old and a used code, and for a number we do not know."""

    code = "code_wrong"
    message = _("This code is not valid.")
    mend = _("Check the six digits, or ask for a new code.")
    retry = True


class CodesTooOften(TooMany):
    code = "codes_too_often"
    message = _("A code was sent a moment ago.")
    mend = _("Wait a minute, then ask for a new one.")


class SmsNotSent(Refusal):
    code = "sms_not_sent"
    message = _("The text message could not be sent.")
    mend = _("Try again in a few minutes, or call the bank.")
    status = 503
    retry = True
