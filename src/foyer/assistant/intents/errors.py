"""What is refused about intents, and what would mend it."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal, Sentence


class NoSuchIntent(NotFound):
    code = "no_such_intent"
    message = _("There is no such intent.")


class NoSuchVersion(NotFound):
    code = "no_such_intents_version"
    message = _("There is no such version of the reader of intents.")


class BadPhrasing(Invalid):
    code = "bad_phrasing"
    message = _("This phrasing cannot be taken.")
    mend: Sentence = _("Write one sentence of 1 to 300 characters.")


class AlreadyPhrased(Refusal):
    code = "already_phrased"
    message = _("This intent already has this phrasing.")


class BadIntent(Invalid):
    code = "bad_intent"
    message = _("This intent cannot be written.")
    mend: Sentence = _("Give it a code of small letters, digits and hyphens, and a name in both languages.")


class BadFile(Invalid):
    code = "bad_intents_file"
    message = _("This file cannot be read as intents.")
    mend: Sentence = _("Give a CSV with the columns intent, lang and text, or a YAML as it is exported.")


class TooLittle(Refusal):
    code = "too_few_phrasings"
    message = _("There is too little to learn from.")
    mend: Sentence = _("Give at least two intents, and each at least three phrasings.")


class TrainingAlready(Refusal):
    code = "training_already"
    message = _("A reader of intents is being trained just now.")
    mend: Sentence = _("Wait until it is finished.")
    retry = True


class NotReady(Refusal):
    code = "not_ready"
    message = _("This version cannot go live.")
    mend: Sentence = _("Only a version that was trained and not refused can.")


class NothingBefore(Refusal):
    code = "nothing_before"
    message = _("No version was live before this one.")


class BrokenFile(Refusal):
    code = "broken_intents_file"
    message = _("The file of the reader of intents is not the one that was kept.")
    mend: Sentence = _("Train a new version, or go back to the one before.")


class NothingSaid(Refusal):
    code = "nothing_said"
    message = _("This is no message of the customer that could be learned from.")


class OwnCorrection(Refusal):
    code = "own_correction"
    message = _("Somebody else has to review what you corrected.")


class AlreadyReviewed(Refusal):
    code = "already_reviewed"
    message = _("This correction was reviewed before.")


class SpokenAgainst(Refusal):
    code = "spoken_against"
    message = _("A labelled set speaks against this version.")
    mend = _("Look at the set's report, mend the phrasings and train again.")
