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


class NoPhone(Refusal):
    code = "no_phone"
    message = _("We have no mobile number of yours that a code could be sent to.")
    mend = _("Come to any branch with your identity document, or call us.")


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


class AppNeeded(Invalid):
    """Said only after the right code by text message, so it tells nobody else that there is an app."""

    code = "app_needed"
    message = _("Now the six digits of your authenticator app.")
    mend = _("Open the app, or use one of your recovery codes.")
    retry = True


class AppCodeWrong(CodeWrong):
    code = "app_code_wrong"
    message = _("These digits are not valid.")
    mend = _("Wait for the next digits in your app, or use one of your recovery codes. Each works once.")


class AppPaused(TooMany):
    code = "app_paused"
    message = _("There were too many wrong digits.")
    mend = _("Wait a quarter of an hour, then try again.")


class AppStands(Refusal):
    code = "app_stands"
    message = _("An authenticator app is set up already.")
    mend = _("Remove it first to set up another.")


class NoApp(Refusal):
    code = "no_app"
    message = _("This was begun in another browser, or too long ago.")
    mend = _("Begin again.")


class SmsNotSent(Refusal):
    code = "sms_not_sent"
    message = _("The text message could not be sent.")
    mend = _("Try again in a few minutes, or call the bank.")
    status = 503
    retry = True


class Frozen(Refusal):
    """Said only after the right code, so it tells nobody but the customer."""

    code = "frozen"
    message = _("You froze your online services. Nobody can sign in now, not even you.")
    mend = _("We open them again at any branch with your identity document, or after an identity check by phone.")
    status = 423


class NoSuchSession(NotFound):
    code = "no_such_session"


class NoSuchNotice(NotFound):
    code = "no_such_notice"


class NoticeNotWhole(Invalid):
    code = "notice_not_whole"
    message = _("A notice needs its title and text in both languages, and an end in the future.")


class OwnNotice(Refusal):
    code = "own_notice"
    message = _("Nobody publishes a notice they wrote themselves.")
    mend = _("Ask another colleague who may publish.")
    status = 403


class HowMissing(Invalid):
    code = "how_missing"
    message = _("Say how the customer's identity was checked.")
