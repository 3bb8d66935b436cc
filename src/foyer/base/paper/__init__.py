"""Documents to keep: plain A4 pages as PDF, with a font that holds just their letters.

document([title("隐私政策"), Line("…")], title="…", language="zh", foot="…")        # bytes
"""

from foyer.base.paper.lines import GREY, INK, TEAL, Colour, Line, heading, note, title

__all__ = ["GREY", "INK", "TEAL", "Colour", "Line", "document", "heading", "note", "title"]


def document(lines: list[Line], *, title: str, language: str, foot: str = "") -> bytes:
    """The lines as A4 pages, tagged with their language, the page number at the foot of each."""
    from foyer.base.paper.pages import Paper, described, written  # half a second that no start should pay

    paper = described(Paper(foot), title=title, language=language)
    return written(paper, lines)
