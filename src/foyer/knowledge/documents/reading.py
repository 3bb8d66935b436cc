"""One document, from its bytes to proposals and problems."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from foyer.base import files
from foyer.base.files import zips
from foyer.base.files.errors import FileRefused
from foyer.knowledge.documents import bundle, marked, pdf, table, web, word
from foyer.knowledge.documents.blocks import MOST_BLOCKS, MOST_LETTERS, Block, Problem, Unreadable
from foyer.knowledge.documents.proposal import Proposal
from foyer.knowledge.documents.sections import articles

MOST_BYTES = 10 * 1024 * 1024
MOST_BUNDLE = 100 * 1024 * 1024  # of an export with its attachments
MOST_ARTICLES = 2_000
MOST_FILE = 2 * 1024 * 1024
KINDS = ("docx", "pdf", "xlsx", "html", "md", "csv", "json", "zip")
_ENDINGS = {"htm": "html", "markdown": "md"}
_SNIFFED = ("docx", "pdf", "xlsx")


@dataclass
class Found:
    """What a document holds; `parcels` are the bytes of the attachments that its articles name, by their place."""

    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parcels: dict[str, bytes] = field(default_factory=dict)


def most_bytes(kind: str) -> int:
    """How large a document of a kind may be."""
    return MOST_BUNDLE if kind == "zip" else MOST_BYTES


def parts_of(content: bytes) -> Iterator[bytes]:
    """Each file of a zip by itself, for a scanner. Raises FileRefused."""
    zips.check(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.file_size > MOST_BYTES:
                raise files.FileTooLarge
            yield archive.read(entry)


def kind_of(name: str, content: bytes) -> str:
    """Which kind of document it is: of office documents and PDF the bytes decide, of texts the name."""
    ending = name.rsplit(".", 1)[-1].lower()
    ending = _ENDINGS.get(ending, ending)
    if content[:4] == b"PK\x03\x04" and ending == "zip":
        return "zip"
    if content[:4] == b"PK\x03\x04" or content.startswith(b"%PDF"):
        return files.ACCEPTED[files.sniff(content)]
    return ending if ending in KINDS and ending not in (*_SNIFFED, "zip") else ""


def read(name: str, content: bytes) -> Found:
    """Its proposals and problems. Whatever is in it, the answer is a list, never an error of a program."""
    found, packed = Found(), b""
    try:
        kind = kind_of(name, content)
        packed, most = content if kind == "zip" else b"", most_bytes(kind)
        if len(content) > most:
            raise Unreadable(_("A document may have at most %d MB.") % (most // 2**20))
        found.proposals = list(islice(_proposals(name, content, found.problems), MOST_ARTICLES))
        if not found.proposals and not found.problems:
            raise Unreadable(_("No article was found in it: give each one a heading."))
    except Unreadable as no:
        found.problems.append(no.problem)
    except FileRefused as no:
        found.problems.append(Problem("", f"{no.message} {no.mend}".strip()))
    for proposal in found.proposals:
        proposal.hold_back()
    _fetch(found, packed)
    return found


def _fetch(found: Found, packed: bytes) -> None:
    """The attachments that the articles name, from beside them; what is not there is told and left out."""
    wanted = [proposal for proposal in found.proposals if proposal.files]
    if not wanted:
        return
    parcels = _parcels(packed, {file["at"] for proposal in wanted for file in proposal.files}) if packed else {}
    for proposal in wanted:
        missing = [file["name"] for file in proposal.files if file["at"] not in parcels]
        said = _("the attachment “%s” does not lie beside it, or is too large")
        found.problems += [Problem(proposal.place, said % name[:80]) for name in missing]
        proposal.files = [file for file in proposal.files if file["at"] in parcels and not proposal.held]
    found.parcels = {file["at"]: parcels[file["at"]] for proposal in wanted for file in proposal.files}


def _parcels(packed: bytes, places: set[str]) -> dict[str, bytes]:
    """Read by their names within the zip alone: nothing is ever unpacked under a name from outside."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for entry in archive.infolist():
            if entry.filename in places and not entry.is_dir() and entry.file_size <= MOST_BYTES:
                with suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
                    found[entry.filename] = archive.read(entry)
    return found


def _proposals(name: str, content: bytes, problems: list[Problem]) -> Iterator[Proposal]:
    kind = kind_of(name, content)
    if kind == "zip":
        yield from _bundle(content, problems)
    elif kind == "xlsx":
        yield from _workbook(content, problems)
    elif kind in _SNIFFED:
        files.sniff(content)
        yield from articles(_bounded((word if kind == "docx" else pdf).blocks(content, problems)))
    elif kind in _TEXTS:
        yield from _TEXTS[kind](_decoded(content), problems)
    else:
        raise Unreadable(_("Bring in Word, PDF, Excel, CSV, HTML, Markdown, or what was exported here."))


def _markdown(text: str, problems: list[Problem]) -> Iterator[Proposal]:
    if bundle.is_ours(text):
        yield bundle.from_markdown(text, _("line %d") % 1)
    else:
        yield from articles(_bounded(marked.blocks(text, problems)))


def _page(text: str, problems: list[Problem]) -> Iterator[Proposal]:
    yield from articles(_bounded(web.blocks(text, problems)))


def _csv(text: str, problems: list[Problem]) -> Iterator[Proposal]:
    yield from table.proposals(table.rows_of_csv(text), problems)


_TEXTS: dict[str, Callable[[str, list[Problem]], Iterator[Proposal]]] = {
    "md": _markdown, "html": _page, "csv": _csv, "json": bundle.from_json,
}  # fmt: skip


def _workbook(content: bytes, problems: list[Problem]) -> Iterator[Proposal]:
    files.sniff(content)
    sheets = [(name, rows) for name, rows in table.sheets(content) if any(any(row) for row in rows)]
    if not sheets:
        raise Unreadable(_("The file holds no rows."))
    for name, rows in sheets:
        try:
            yield from table.proposals(rows, problems, name)
        except Unreadable as no:
            problems.append(no.problem)


def _bundle(content: bytes, problems: list[Problem]) -> Iterator[Proposal]:
    """What `export` wrote: a zip of article files."""
    zips.check(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            is_attachment = entry.filename.startswith("files/")
            if not entry.filename.endswith((".md", ".json")) or entry.is_dir() or is_attachment:
                continue
            try:
                if entry.file_size > MOST_FILE:
                    raise Unreadable(_("This file is too large."), entry.filename)
                yield from _of_bundle(entry.filename, _decoded(archive.read(entry)), problems)
            except Unreadable as no:
                problems.append(Problem(no.problem.place or entry.filename, no.problem.message))


def _of_bundle(name: str, text: str, problems: list[Problem]) -> Iterator[Proposal]:
    if name.endswith(".json"):
        yield from bundle.from_json(text, problems)
    elif bundle.is_ours(text):
        yield bundle.from_markdown(text, name)
    else:
        yield from articles(_bounded(marked.blocks(text, problems)))


def _bounded(blocks: Iterator[Block]) -> Iterator[Block]:
    """No more than an editor could ever look through."""
    letters = 0
    for number, block in enumerate(blocks, 1):
        letters += len(block.text)
        if number > MOST_BLOCKS or letters > MOST_LETTERS:
            raise Unreadable(_("The document is too long. Divide it."), block.place)
        yield block


def _decoded(content: bytes) -> str:
    """Text in UTF-8, or as older Chinese programs wrote it."""
    if b"\x00" in content:
        raise Unreadable(_("This is not a text."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(_("The text is neither UTF-8 nor GB 18030."), _("line %d") % line) from error
