"""What this room refuses, in the bank's words."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid, NotFound, Refusal


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


class Incomplete(Invalid):
    """Something an article must have is missing; `details["problems"]` names each."""

    code = "article_incomplete"
    message = _("The article is not complete.")
    mend = _("Fill in title, answer, steps and at least five questions in both languages.")
