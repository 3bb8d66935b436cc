"""What this room refuses, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal


class NoSuchArticle(NotFound):
    code = "no_such_article"
    message = _("There is no such article.")
    mend = _("Search for it, or ask in the chat.")


class ArticleExists(Refusal):
    code = "article_exists"
    message = _("There is already an article with this code.")
    mend = _("Edit that article, or choose another code.")


class ArticleRetired(Refusal):
    code = "article_retired"
    message = _("This article has been retired.")
    mend = _("Edit it and submit it again to bring it back.")


class InReview(Refusal):
    code = "article_in_review"
    message = _("This article waits for approval and cannot be changed now.")
    mend = _("Withdraw the request for approval first, or wait until it is decided.")


class NotADraft(Refusal):
    code = "article_not_a_draft"
    message = _("Only a draft can be submitted.")
    mend = _("Edit the article first: that makes a new draft.")


class NotWithdrawn(Refusal):
    code = "article_not_withdrawn"
    message = _("Only an article that was withdrawn can be let speak again.")


class NotSpeaking(Refusal):
    code = "article_not_speaking"
    message = _("This article does not speak for the bank now.")
    mend = _("Only a published article can be withdrawn.")


class MayNotWithdraw(Forbidden):
    message = _("You may not withdraw an article.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("A reason is needed.")
    mend = _("Say in a sentence why.")


class NoSuchFinding(NotFound):
    code = "no_such_finding"


class NoSuchBatch(NotFound):
    code = "no_such_import"


class NotAskedDocument(Invalid):
    code = "not_a_document"
    message = _("Documents of this kind cannot be brought in.")
    mend = _("Bring in Word, PDF, Excel, CSV, HTML, Markdown, or what was exported here.")


class CategoryMissing(Invalid):
    code = "category_missing"
    message = _("Choose a category for each article first.")


class HeldBack(Refusal):
    code = "article_held_back"
    message = _("This article tries to steer the assistant and makes no draft.")
    mend = _("Write it by hand if it is meant well; a second person reads it.")


class NoSuchFile(NotFound):
    code = "no_such_article_file"


class TooManyFiles(Invalid):
    code = "too_many_article_files"
    message = _("An article may carry at most ten attachments.")
    mend = _("Take one off first.")


class TooMuchAtOnce(Invalid):
    code = "export_too_large"
    message = _("These articles and their attachments are more than 100 MB.")
    mend = _("Narrow the filters and export them in parts.")


class FileLost(Refusal):
    code = "article_file_lost"
    mend = _("Take it off its article and attach it again.")

    def __init__(self, name: str) -> None:
        super().__init__(str(_("The attachment “%s” is missing from the storage.") % name))


class NoSuchPerson(Invalid):
    code = "no_such_owner"
    message = _("An owner must be a colleague who may write articles.")


class NoSuchRole(Invalid):
    code = "no_such_role"
    message = _("There is no such role.")


class NotInReview(Refusal):
    code = "article_not_in_review"
    message = _("This version does not wait for approval.")


class Incomplete(Invalid):
    """Something an article must have is missing; `details["problems"]` names each."""

    code = "article_incomplete"
    message = _("The article is not complete.")
    mend = _("Fill in title, answer, steps and at least five questions in each language it is written in.")


class BadSynonyms(Invalid):
    code = "bad_synonyms"
    message = _("These words cannot be synonyms.")
    mend = _("Give two to forty words or short phrases, each of at most 60 characters.")


class NoteMissing(Invalid):
    code = "note_missing"
    message = _("A doubt about an article needs a note.")
    mend = _("Say in a few words what is wrong or out of date, so that the owner can mend it.")


class NoSuchRemark(NotFound):
    code = "no_such_remark"
    message = _("There is no such remark.")
    mend = _("It may have been settled; look at the list again.")


class NoSuchGap(NotFound):
    code = "no_such_gap"
    message = _("There is no such gap.")
    mend = _("It may have been closed or joined with another; look at the list again.")


class GapSettled(Refusal):
    code = "gap_settled"
    message = _("This gap is settled.")
    mend = _("It opens again by itself when customers ask the same once more.")
