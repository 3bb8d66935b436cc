"""Every decision in words, for colleagues who ask why."""

from django.utils.translation import gettext as _

from foyer.assistant.models import Turn


def explain(turn: Turn) -> list[str]:
    """The turn's reasons as sentences in the reader's language, then the figures behind them."""
    sentences = [str(_sentences().get(reason, reason)) for reason in turn.reasons]
    if turn.scores.get("by_words"):
        sentences.append(_("The encoder of meanings was away, so it searched by words alone."))
    if turn.confidence is not None:
        sentences.append(_("Confidence in the closest article: %d%%.") % round(100 * turn.confidence))
    return sentences


def _sentences() -> dict[str, str]:
    return {
        "asked_for_person": _("The customer asked for a person."),
        "topic_by_words": _("The customer's words name a topic that needs a person."),
        "topic_by_article": _("The article that answers this is about a topic that needs a person."),
        "topic_by_words_and_article": _(
            "The customer's words and a close article both point to a topic that needs a person."
        ),
        "chosen_from_offer": _("The customer chose it from the offer."),
        "greeting": _("The customer greeted."),
        "thanks": _("The customer said thanks."),
        "goodbye": _("The customer said goodbye."),
        "said_no": _("The customer said that this was not it."),
        "nothing_close": _("No article is close enough to the question."),
        "sure": _("One article answers the question surely enough."),
        "several_parts": _("The question has several parts, each with a sure answer of its own."),
        "unsure": _("Several articles may answer the question."),
        "repeated": _("The customer asked again what had just been answered."),
        "offered_again": _("The customer chose nothing from the last offer."),
        "failed_twice": _("The assistant failed twice in a row."),
        "self_harm": _("The customer's words point to self-harm."),
        "escalated": _("The customer names a regulator, the media or legal steps."),
        "upset": _("The customer's words show strong anger."),
        "worried": _("The customer's words show worry, and no article answers surely."),
        "urgent": _("The customer's words say that it cannot wait, and no article answers surely."),
        "article_gone": _("The article was retired in this moment."),
        "service": _("A service took the turn."),
        "service_refused": _("The service was not available."),
        "service_not_understood": _("The answer did not fit what the service had asked."),
        "service_stuck": _("The service was not understood three times in a row."),
        "resume": _("The customer wanted to go on with an earlier service."),
    }
