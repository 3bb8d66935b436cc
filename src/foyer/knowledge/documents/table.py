"""Lists of questions and answers in Excel or CSV: one row an article, columns known by their names.

Several ways to ask stand in further columns, or in one cell on lines of their own or between semicolons. A row that is
wrong is named by its number and stops no other.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from foyer.base.text import detect_language, normalise
from foyer.knowledge.documents.blocks import Problem, Unreadable, tidy
from foyer.knowledge.documents.proposal import Proposal, code_from
from foyer.knowledge.models import Audience, Category, Topic

MOST_ROWS = 2_000
HEAD_WITHIN = 10
_COLUMNS = {
    "question": {"question", "问题", "标准问", "标准问题", "title", "标题"},
    "question_zh": {"question zh", "问题 中文", "中文问题", "标准问 中文", "title zh", "中文标题"},
    "question_en": {"question en", "问题 英文", "英文问题", "标准问 英文", "title en", "英文标题"},
    "answer": {"answer", "答案", "回答", "标准答案"},
    "answer_zh": {"answer zh", "答案 中文", "中文答案"},
    "answer_en": {"answer en", "答案 英文", "英文答案"},
    "similar": {"similar", "similar questions", "phrasings", "相似问", "相似问法", "相似问题", "问法", "扩展问"},
    "similar_zh": {"similar zh", "phrasings zh", "中文相似问", "相似问 中文"},
    "similar_en": {"similar en", "phrasings en", "英文相似问", "相似问 英文"},
    "steps": {"steps", "步骤", "操作步骤"},
    "code": {"code", "编号", "代码", "编码"},
    "category": {"category", "分类", "类别"},
    "products": {"products", "产品"},
    "topic": {"topic", "主题"},
    "audience": {"audience", "受众", "可见范围"},
    "valid_from": {"valid from", "有效期起", "生效日期"},
    "valid_to": {"valid to", "有效期止", "失效日期"},
}
_AUDIENCES = {"public": "public", "everyone": "public", "公开": "public", "所有人": "public"} | {
    "staff": "staff", "staff only": "staff", "internal": "staff", "内部": "staff", "仅员工": "staff",
}  # fmt: skip
_SEVERAL = re.compile(r"[\n；;|｜]+")
_STEP = re.compile(r"^\s*\d{1,2}[.、)）]\s*")


class _Wrong(Exception):
    pass


def proposals(rows: list[list[Any]], problems: list[Problem], sheet: str = "") -> Iterator[Proposal]:
    """The articles of a sheet."""
    head, start = _head(rows, sheet)
    if len(rows) - start > MOST_ROWS:
        raise Unreadable(_("At most %d rows are read. Divide the file.") % MOST_ROWS, sheet)
    asked: dict[str, int] = {}
    for number, row in enumerate(rows[start:], start + 1):
        if not any(_cell(cell) for cell in row):
            continue
        place = _place(sheet, number)
        try:
            proposal = _proposal(head, row, place, number)
        except _Wrong as wrong:
            problems.append(Problem(place, str(wrong)))
            continue
        for title in filter(None, proposal.title.values()):
            first = asked.setdefault(normalise(title), number)
            if first != number:
                problems.append(Problem(place, _("the same question stands in row %d") % first))
        yield proposal


def rows_of_csv(text: str) -> list[list[str]]:
    """The cells of a CSV, whichever of comma, semicolon or tab divides them."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        return list(csv.reader(io.StringIO(text), dialect))
    except csv.Error as error:
        raise Unreadable(_("This is not a CSV file that can be read.")) from error


def sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """The sheets of an Excel file by name."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise Unreadable(_("This is not an Excel file that can be read.")) from error


def _head(rows: list[list[Any]], sheet: str) -> tuple[dict[int, str], int]:
    """Which column is what, and after which row the answers begin."""
    for index, row in enumerate(rows[:HEAD_WITHIN]):
        head = {place: name for place, cell in enumerate(row) if (name := _column(_cell(cell)))}
        names = set(head.values())
        if names & {"question", "question_zh", "question_en"} and names & {"answer", "answer_zh", "answer_en"}:
            return head, index + 1
    said = _("No row of the first ten names the columns. A question and an answer are needed.")
    raise Unreadable(said, sheet)


def _column(text: str) -> str:
    """What a heading means; a number behind it (相似问2) makes no difference."""
    said = re.sub(r"[\s_()（）\-]+", " ", normalise(text)).strip()
    said = re.sub(r"\s*\d+$", "", said)
    return next((name for name, words in _COLUMNS.items() if said in words), "")


def _proposal(head: dict[int, str], row: list[Any], place: str, number: int) -> Proposal:
    cells: dict[str, list[str]] = {}
    for index, name in head.items():
        text = _cell(row[index]) if index < len(row) else ""
        if text:
            cells.setdefault(name, []).append(text)
    found = Proposal(place)
    for name, into in (("question", found.title), ("answer", found.answer)):
        _halves(cells, name, into)
    if not any(found.title.values()):
        raise _Wrong(_("the question is missing"))
    if not any(found.answer.values()):
        raise _Wrong(_("the answer is missing"))
    _ways_to_ask(cells, found)
    for step in _several(cells.get("steps", [])):
        found.steps[detect_language(step)].append(_STEP.sub("", step))
    _about(cells, found, number)
    return found


def _halves(cells: dict[str, list[str]], name: str, into: dict[str, str]) -> None:
    """Named columns say their language; of the others each cell's own words do."""
    for language in ("zh", "en"):
        into[language] = "\n".join(cells.get(f"{name}_{language}", []))
    for text in cells.get(name, []):
        language = detect_language(text)
        into[language] = into[language] or text


def _ways_to_ask(cells: dict[str, list[str]], found: Proposal) -> None:
    for language in ("zh", "en"):
        found.questions[language] += [text for text in [found.title[language]] if text]
        found.questions[language] += _several(cells.get(f"similar_{language}", []))
    for text in _several(cells.get("similar", [])):
        found.questions[detect_language(text)].append(text)
    for language, texts in found.questions.items():
        found.questions[language] = list(dict.fromkeys(texts))


def _about(cells: dict[str, list[str]], found: Proposal, number: int) -> None:
    first = {name: texts[0] for name, texts in cells.items()}
    found.category = _choice(first.get("category", ""), Category.choices, _("category"))
    found.topic = _choice(first.get("topic", ""), Topic.choices, _("topic"))
    if said := first.get("audience", ""):
        found.audience = _AUDIENCES.get(normalise(said), "")
        if found.audience not in Audience.values:
            raise _Wrong(_("“%s” is no audience; write public or staff") % said)
    found.products = [part for part in re.split(r"[,，;；\s]+", first.get("products", "")) if part]
    found.valid_from, found.valid_to = (_day(first.get(name, "")) for name in ("valid_from", "valid_to"))
    found.code = first.get("code", "").strip().lower() or code_from(found.title, number)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", found.code):
        raise _Wrong(_("the code may have small letters, digits and hyphens only"))


def _choice(text: str, choices: list[tuple[str, Any]], name: str) -> str:
    """A choice by its code or by its name in either language."""
    if not text:
        return ""
    from django.utils.translation import override

    for code, title in choices:
        names = {code}
        for language in ("en", "zh-hans"):
            with override(language):
                names.add(normalise(str(title)))
        if normalise(text) in names:
            return code
    raise _Wrong(_("“%(text)s” is no %(name)s we know") % {"text": text, "name": name})


def _several(cells: list[str]) -> list[str]:
    return [said for cell in cells for part in _SEVERAL.split(cell) if (said := tidy(part))]


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")[:10]).isoformat()
    except ValueError:
        raise _Wrong(_("“%s” is no date; a date is written like 2026-01-31") % text) from None


def _cell(value: Any) -> str:
    """A cell as text: a whole number without its point, a date as a date."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "\n".join(line for part in str(value).splitlines() if (line := tidy(part)))


def _place(sheet: str, number: int) -> str:
    if sheet:
        return _("sheet “%(sheet)s”, row %(row)d") % {"sheet": sheet, "row": number}
    return _("row %d") % number
