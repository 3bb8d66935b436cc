"""The transcript as a PDF: first the lines as they are to be read, then a font with their letters, then the pages."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base.paper import GREY, Line
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, Message
from foyer.conversations.transcripts.lines import lines_of


def transcript_pdf(conversation: Conversation, *, language: str, head: str = "") -> bytes:
    """The public part of the conversation as an A4 document in the reader's language.

    `head` is the line at its top that tells which colleague took it out of the house.
    """
    from foyer.base.paper.pages import Paper, written  # half a second that no start should pay
    from foyer.conversations.transcripts.paper import describe

    with override(DJANGO_LANGUAGE[language]):
        messages = _public(conversation)
        has_machine = any(message.is_machine for message in messages)
        paper = Paper(_("Passages marked “AI-generated” were written by a machine.") if has_machine else "")
        paper.set_lang("zh-CN" if language == "zh" else "en")
        describe(paper, conversation, has_machine)
        marked = [Line(head, 8, GREY, 2)] if head else []
        return written(paper, [*marked, *lines_of(conversation, messages, language)])


def _public(conversation: Conversation) -> list[Message]:
    rows = Message.objects.select_related("attachment").filter(conversation=conversation, is_internal=False)
    return list(rows.order_by("seq"))
