"""Why something is not translated, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal, TooMany


class NoTranslator(NotFound):
    code = "no_translator"
    message = _("Translation is not set up here.")


class NothingToTranslate(Invalid):
    code = "nothing_to_translate"
    message = _("There are no words here that could be translated.")


class InThatLanguage(Invalid):
    code = "in_that_language"
    message = _("These words are in the customer's language already.")


class SteersTheMachine(Refusal):
    code = "steers_the_machine"
    message = _("These words speak to a machine instead of to us, so no machine translates them.")
    mend = _("Ask a colleague who reads the language.")


class TranslatedEnough(TooMany):
    code = "translated_enough"
    message = _("As much has been translated today as the bank has allowed.")
    mend = _("Ask a colleague who speaks the language.")
    retry = False


class NotTranslated(Refusal):
    """The model did not do its part; `why` is its code."""

    code = "not_translated"
    message = _("It could not be translated just now.")
    mend = _("Try again in a moment, or ask a colleague who speaks the language.")
    status = 503
    retry = True
