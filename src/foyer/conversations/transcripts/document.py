"""The transcript as a PDF: first the lines as they are to be read, then a font with their letters, then the pages."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, Message
from foyer.conversations.transcripts.lines import lines_of


def transcript_pdf(conversation: Conversation, *, language: str) -> bytes:
    """The public part of the conversation as an A4 document in the reader's language."""
    from foyer.conversations.transcripts.paper import Paper, describe, written  # half a second that no start should pay

    with override(DJANGO_LANGUAGE[language]):
        messages = _public(conversation)
        has_machine = any(message.is_machine for message in messages)
        paper = Paper(_("Passages marked “AI-generated” were written by a machine.") if has_machine else "")
        paper.set_lang("zh-CN" if language == "zh" else "en")
        describe(paper, conversation, has_machine)
        return written(paper, list(lines_of(conversation, messages, language)))


def _public(conversation: Conversation) -> list[Message]:
    rows = Message.objects.select_related("attachment").filter(conversation=conversation, is_internal=False)
    return list(rows.order_by("seq"))
