"""Writing the PDF: first the lines as they are to be read, then a font with their letters, then the pages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import FPDF, XPos, YPos

from foyer.base import clock
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, Message
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.shapes import message_json
from foyer.conversations.transcripts.fonts import FAMILY, font_for

Colour = tuple[int, int, int]
_INK: Colour = (28, 37, 44)
_GREY: Colour = (98, 112, 122)
_TEAL: Colour = (14, 107, 107)
_WIDTH_MM = 170
_DIGITS = "0123456789"


@dataclass(frozen=True)
class Line:
    """A paragraph and how it is set."""

    words: str
    size: int
    colour: Colour
    space_after: float = 0


def transcript_pdf(conversation: Conversation, *, language: str) -> bytes:
    """The public part of the conversation as an A4 document in the reader's language."""
    with override(DJANGO_LANGUAGE[language]):
        messages = _public(conversation)
        has_machine = any(message.is_machine for message in messages)
        foot = _("Passages marked “AI-generated” were written by a machine.") if has_machine else ""
        lines = list(_lines(conversation, messages, language))
        paper = _Paper(foot)
        paper.set_lang("zh-CN" if language == "zh" else "en")
        _describe(paper, conversation, has_machine)
        return _written(paper, lines)


def _public(conversation: Conversation) -> list[Message]:
    rows = Message.objects.select_related("attachment").filter(conversation=conversation, is_internal=False)
    return list(rows.order_by("seq"))


def _lines(conversation: Conversation, messages: list[Message], language: str) -> Iterator[Line]:
    zone = conversation.queue.unit.time_zone
    ended = conversation.closed_at or conversation.last_at
    yield Line(_("Conversation %(number)s") % {"number": conversation.number}, 16, _TEAL)
    yield Line(f"{_local(conversation.opened_at, zone)} – {_local(ended, zone)} ({zone})", 9, _GREY, 4)
    for message in messages:
        shape = message_json(message, viewer="customer", language=language)
        at = _local(message.sent_at, zone)
        if shape["event"]:
            yield Line(f"{at}  {shape['event']['text']}", 9, _GREY, 2)
        else:
            yield Line(_heading(message, shape, at), 9, _TEAL)
            yield Line(_words(message, shape), 11, _INK, 2)


def _heading(message: Message, shape: dict[str, Any], at: str) -> str:
    """Who, when, and the plain label of what a machine wrote."""
    who = _("You") if message.author_kind == AuthorKind.CUSTOMER else shape["author"]["name"]
    label = f"[{shape['label']}]" if shape["label"] else ""
    return "  ".join(filter(None, [who, at, label]))


def _words(message: Message, shape: dict[str, Any]) -> str:
    lines = [shape["text"]]
    if message.kind == MessageKind.RATING:
        lines.insert(0, _("Rating: %(score)s of 5") % {"score": message.payload["score"]})
    if shape["attachment"]:
        lines.append(_("File: %(name)s") % {"name": shape["attachment"]["name"]})
    for source in shape["citations"]:
        parts = {"title": source["title"] or source["code"], "version": source["version"]}
        lines.append(_("Source: %(title)s (version %(version)s)") % parts)
    return "\n".join(filter(None, lines))


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


class _Paper(FPDF):
    """A4; the page number and the note on machine-written text stand at the foot of every page."""

    def __init__(self, foot: str) -> None:
        super().__init__()
        self.foot = foot
        self.set_margin(20)
        self.set_auto_page_break(True, margin=22)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*_GREY)
        self.cell(0, 5, f"{self.foot}    {self.page_no()}", align="C")


def _written(paper: _Paper, lines: list[Line]) -> bytes:
    letters = "".join(line.words for line in lines) + paper.foot + _DIGITS
    with NamedTemporaryFile(suffix=".ttf") as font:
        font.write(font_for(letters))
        font.flush()
        paper.add_font(FAMILY, fname=font.name)
        paper.add_page()
        for line in lines:
            _write(paper, line)
        return bytes(paper.output())


def _write(paper: FPDF, line: Line) -> None:
    paper.set_font(FAMILY, size=line.size)
    paper.set_text_color(*line.colour)
    paper.multi_cell(_WIDTH_MM, line.size * 0.6, line.words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    paper.ln(line.space_after)


def _describe(paper: FPDF, conversation: Conversation, has_machine: bool) -> None:
    """Metadata. The AIGC entry is the implicit label that GB 45438-2025 asks for in files with machine-written text."""
    paper.set_title(_("Conversation %(number)s") % {"number": conversation.number})
    paper.set_creator("Foyer")
    paper.set_producer("Foyer")
    paper.set_creation_date(clock.now())
    if has_machine:
        label = json.dumps({"Label": "1", "ContentProducer": "Foyer", "ProduceID": str(conversation.id)})
        paper.set_subject(_("Contains AI-generated text"))
        paper.set_keywords(f"AIGC={label}")
        paper.set_xmp_metadata(_xmp(label))


def _xmp(label: str) -> str:
    """The same label as XMP, with IPTC's word for what a trained model helped to make."""
    escaped = label.replace("&", "&amp;").replace('"', "&quot;")
    source = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'TC260:AIGC="{escaped}" Iptc4xmpExt:DigitalSourceType="{source}"/></rdf:RDF></x:xmpmeta>'
    )
