"""Where customers' data comes from: each system of the bank, or of a third party, is one readable mapping file.

`read(path)` gives the `Source` a file describes, or every mistake with its line (`MappingNotValid`). The language is
told in docs/intake.md and fixed by `mapping.schema.json`. `connectors` fetch rows; `registry` keeps the list.
"""

from foyer.customers.sources.problems import MappingNotValid, Problem
from foyer.customers.sources.reading import parse, read
from foyer.customers.sources.shapes import Source, Table

__all__ = ["MappingNotValid", "Problem", "Source", "Table", "parse", "read"]
