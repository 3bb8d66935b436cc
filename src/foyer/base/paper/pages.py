"""Setting lines on A4 pages."""

from tempfile import NamedTemporaryFile

from fpdf import FPDF, XPos, YPos

from foyer.base import clock
from foyer.base.paper.fonts import FAMILY, font_for
from foyer.base.paper.lines import GREY, Line

_WIDTH_MM = 170
_HEADING_ROOM_MM = 18
_DIGITS = "0123456789"


class Paper(FPDF):
    """A4; the page number and a note stand at the foot of every page."""

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


def described(paper: Paper, *, title: str, language: str) -> Paper:
    paper.set_lang("zh-CN" if language == "zh" else "en")
    paper.set_title(title)
    paper.set_creator("Foyer")
    paper.set_producer("Foyer")
    paper.set_creation_date(clock.now())
    return paper


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
