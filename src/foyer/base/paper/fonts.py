"""A small TrueType font with just the letters of one document.

The packaged Noto Sans CJK is one variable font with CFF2 outlines, which the PDF standard does not know. So the letters
that are needed are drawn at regular weight and their curves turned into TrueType's. Opening the source takes most of a
second and drawing a letter some milliseconds: the source stays open, and drawn letters are kept.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # the collection's face
REGULAR = {"wght": 400}
FAMILY = "Noto Sans CJK SC"
_ERROR_UNITS = 1.0  # of 1,000 to the em: invisible
_MOST_KEPT = 4_000  # letters; more than common Chinese uses, a few megabytes

_one_at_a_time = Lock()  # the source is read where its letters stand in the file


@dataclass
class _Source:
    """The packaged font, and the letters that were drawn from it: name → outline and width."""

    font: TTFont
    known: dict[int, str]
    outlines: Any
    drawn: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def letter(self, name: str) -> tuple[Any, int]:
        if name not in self.drawn:
            if len(self.drawn) >= _MOST_KEPT:
                self.drawn.clear()
            outline = self.outlines[name]
            self.drawn[name] = (_quadratic(outline), round(outline.width))
        return self.drawn[name]


def font_for(text: str) -> bytes:
    """A TrueType font that can write `text`, as far as the source knows its letters."""
    with _one_at_a_time:
        source = _source()
        wanted = sorted({ord(letter) for letter in text + " ?…"})
        return _built(source, {code: source.known[code] for code in wanted if code in source.known})


@cache
def _source() -> _Source:
    path = str(files("manimgx_fonts_cjk").joinpath("NotoSansCJK-VF.otf.ttc"))
    font = TTFont(path, fontNumber=SIMPLIFIED_CHINESE, lazy=True)
    return _Source(font, font.getBestCmap(), font.getGlyphSet(location=REGULAR))


def _built(source: _Source, letters: dict[int, str]) -> bytes:
    order = [".notdef", *dict.fromkeys(letters.values())]
    drawn = {name: source.letter(name) for name in order}
    builder = FontBuilder(source.font["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(letters)
    builder.setupGlyf({name: glyph for name, (glyph, _width) in drawn.items()})
    builder.setupHorizontalMetrics({name: (width, glyph.xMin) for name, (glyph, width) in drawn.items()})
    builder.setupHorizontalHeader(ascent=source.font["hhea"].ascent, descent=source.font["hhea"].descent)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY.replace(" ", "")})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=288)
    builder.setupPost(keepGlyphNames=False)
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _quadratic(outline: Any) -> Any:
    pen = TTGlyphPen(None)
    outline.draw(Cu2QuPen(pen, _ERROR_UNITS, reverse_direction=True))
    glyph = pen.glyph()
    glyph.recalcBounds(None)
    return glyph
