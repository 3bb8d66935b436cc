"""A mapping file read and checked as a whole: a source, or every mistake with its line."""

from pathlib import Path

from django.utils.translation import gettext as _

from foyer.customers.sources import building, meaning, schema
from foyer.customers.sources.lined_yaml import Lined
from foyer.customers.sources.problems import MappingNotValid, Problem
from foyer.customers.sources.shapes import Source


def read(path: Path) -> Source:
    """The source a file describes. Raises MappingNotValid with every mistake."""
    return parse(_text_of(path), file=str(path))


def parse(text: str, *, file: str = "") -> Source:
    """The source a text describes; `file` is its name in messages."""
    document = checked(text, file=file)
    return building.source(document.data, file=file, text=text)


def checked(text: str, *, file: str = "") -> Lined:
    """The document, free of mistakes."""
    document = Lined(text, file)
    found = [*document.problems, *schema.problems(document)]
    if not found:
        found = meaning.problems(document)
    if found:
        raise MappingNotValid(file, found)
    return document


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        mend = _("Check the name and that this account may read it.")
        raise MappingNotValid(str(path), [Problem(1, _("The file cannot be opened."), mend)]) from None
    except UnicodeDecodeError:
        raise MappingNotValid(str(path), [Problem(1, _("The mapping file is not UTF-8."))]) from None
