"""A mapping turned to the one file at hand: the table that reads it, and no other."""

from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from django.utils.translation import gettext as _

from foyer.customers.intake.wizard.previewing import UploadNotUsable
from foyer.customers.sources.connectors.folder import format_of
from foyer.customers.sources.reading import parse
from foyer.customers.sources.shapes import Source, Table


def only_file(mapping: str, path: Path, name: str) -> tuple[Source, str]:
    """The source with the table that reads a file of this name, turned to where it lies. Look-ups find nothing."""
    source = parse(mapping, file="mapping.yaml")
    table = _table_for(source, name)
    here = replace(table, file=path.name, take="all", files=replace(table.files, format=format_of(name, table.files)))
    others = {each: replace(source.tables[each], gives=()) for each in table.looks_up - {table.name}}
    return replace(source, tables={**others, table.name: here}), table.name


def _table_for(source: Source, name: str) -> Table:
    named = [table for table in source.tables.values() if table.gives and fnmatch(name, table.file)]
    giving = named or [table for table in source.tables.values() if table.gives]
    if not giving:
        raise UploadNotUsable(_("No table of this mapping gives anything."), mend=_("Add gives: to one of them."))
    return giving[0]
