"""A small TrueType font with just the letters of one document.

The packaged Noto Sans CJK is one variable font with CFF2 outlines, which the PDF standard does not know. So the letters
that are needed are drawn at regular weight and their curves turned into TrueType's.
"""

from importlib.resources import files
from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

SIMPLIFIED_CHINESE = 2  # the collection's face
REGULAR = {"wght": 400}
FAMILY = "Noto Sans CJK SC"
_ERROR_UNITS = 1.0  # of 1,000 to the em: invisible


def font_for(text: str) -> bytes:
    """A TrueType font that can write `text`, as far as the source knows its letters."""
    path = str(files("manimgx_fonts_cjk").joinpath("NotoSansCJK-VF.otf.ttc"))
    with TTFont(path, fontNumber=SIMPLIFIED_CHINESE, lazy=True) as source:
        known = source.getBestCmap()
        letters = {code: known[code] for code in sorted({ord(letter) for letter in text + " ?…"}) if code in known}
        return _built(source, letters)


def _built(source: TTFont, letters: dict[int, str]) -> bytes:
    order = [".notdef", *dict.fromkeys(letters.values())]
    outlines = source.getGlyphSet(location=REGULAR)
    glyphs = {name: _quadratic(outlines[name]) for name in order}
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(letters)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (round(outlines[name].width), glyphs[name].xMin) for name in order})
    builder.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
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
