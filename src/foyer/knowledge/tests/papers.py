"""Documents for tests, made the way an editor's programs make them."""

import io
from tempfile import NamedTemporaryFile
from typing import Any


def word(*lines: tuple[str, str], hidden: str = "", rows: list[list[str]] | None = None) -> bytes:
    """A Word document: (style, text) a paragraph; `hidden` stands in the last one without being seen."""
    from docx import Document

    document = Document()
    for style, text in lines:
        document.add_paragraph(text, style=style or None)
    if hidden:
        run = document.paragraphs[-1].add_run(hidden)
        run.font.hidden = True
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_ASKED_ZH = ("我的卡丢了", "银行卡找不到了", "钱包和卡一起掉了", "卡不见了怎么挂失", "信用卡遗失")
_ASKED_EN = ("I lost my card", "My card is missing", "card gone", "block my card", "mislaid card")
LOST_CARD = (
    ("Title", "银行卡业务手册"),
    ("Heading 1", "银行卡丢失怎么办 / Lost or stolen card"),
    ("", "请马上挂失您的卡，挂失即时生效。"),
    ("", "Block your card at once; the block takes effect immediately."),
    ("", "步骤"),
    ("List Number", "打开手机银行"),
    ("List Number", "点击挂失"),
    ("List Number", "Open the app"),
    ("List Number", "Tap Block card"),
    ("Heading 2", "常见问法"),
    *(("List Bullet", text) for text in (*_ASKED_ZH, *_ASKED_EN)),
    ("Heading 1", "网点营业时间"),
    ("", "工作日九点到十七点营业。"),
)


def pdf(*pages: list[tuple[int, str]]) -> bytes:
    """A PDF: (size, text) a line, Chinese in a font that carries it."""
    from fpdf import FPDF

    from foyer.base.paper.fonts import font_for

    letters = "".join(text for page in pages for _size, text in page) or "x"
    paper = FPDF()
    with NamedTemporaryFile(suffix=".ttf") as font:
        font.write(font_for(letters))
        font.flush()
        paper.add_font("song", fname=font.name)
        for page in pages:
            paper.add_page()
            for size, text in page:
                paper.set_font("song", size=size)
                paper.multi_cell(0, size * 0.6, text, new_x="LMARGIN", new_y="NEXT")
        return bytes(paper.output())


def excel(*rows: list[Any]) -> bytes:
    """An Excel file of one sheet, written by hand: no library of ours writes any."""
    import zipfile
    from xml.sax.saxutils import escape

    def cell(value: Any, column: int, row: int) -> str:
        name = f"{chr(65 + column)}{row}"
        if isinstance(value, int | float):
            return f'<c r="{name}"><v>{value}</v></c>'
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'

    def line(values: list[Any], row: int) -> str:
        return "".join(cell(value, column, row) for column, value in enumerate(values) if value != "")

    data = "".join(f'<row r="{number}">{line(row, number)}</row>' for number, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{book}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{book}.worksheet+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{rel}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="常见问题" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{rel}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        sheet = f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()
