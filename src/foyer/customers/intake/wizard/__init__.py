"""The mapping wizard's work, without its pages: look at a file, propose a mapping, try a mapping out on it.

seen = preview(path, name="客户.csv")      # columns, samples, the kinds of value they look like
text = propose(seen, source="crm")        # YAML to read, correct and complete
tried = try_out(text, path, name="客户.csv", rows=50)   # converted rows and the errors of their cells
"""

from pathlib import Path

from foyer.customers.intake import trying
from foyer.customers.intake.trying import CellError, Tried
from foyer.customers.intake.wizard.previewing import Column, Preview, UploadNotUsable, preview
from foyer.customers.intake.wizard.proposing import propose
from foyer.customers.intake.wizard.uploads import only_file

__all__ = ["CellError", "Column", "Preview", "Tried", "UploadNotUsable", "preview", "propose", "try_out"]


def try_out(mapping: str, path: Path, *, name: str = "", rows: int = 50) -> list[Tried]:
    """The first rows of the file as the mapping reads them. Raises MappingNotValid with every mistake and its line."""
    source, table = only_file(mapping, path, name or path.name)
    return trying.try_out(source, at=str(path.parent), look=rows, show=rows, only={table})
