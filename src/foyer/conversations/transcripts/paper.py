"""Setting a transcript on A4 pages: a font with just its letters, and metadata that tells what a machine wrote."""

import json
from tempfile import NamedTemporaryFile

from django.utils.translation import gettext as _
from fpdf import FPDF, XPos, YPos

from foyer.base import clock
from foyer.conversations.models import Conversation
from foyer.conversations.transcripts.fonts import FAMILY, font_for
from foyer.conversations.transcripts.lines import GREY, Line

_WIDTH_MM = 170
_HEADING_ROOM_MM = 18
_DIGITS = "0123456789"


class Paper(FPDF):
    """A4; the page number and the note on machine-written text stand at the foot of every page."""

    def __init__(self, foot: str) -> None:
        super().__init__()
        self.foot = foot
        self.set_margin(20)
        self.set_auto_page_break(True, margin=22)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(FAMILY, size=8)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.foot}    {self.page_no()}", align="C")


def written(paper: Paper, lines: list[Line]) -> bytes:
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
    """One paragraph; a heading never stands alone at the foot of a page."""
    if line.is_heading and paper.will_page_break(_HEADING_ROOM_MM):
        paper.add_page()
    paper.set_font(FAMILY, size=line.size)
    paper.set_text_color(*line.colour)
    paper.multi_cell(_WIDTH_MM, line.size * 0.6, line.words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
    paper.ln(line.space_after)


def describe(paper: FPDF, conversation: Conversation, has_machine: bool) -> None:
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
