"""From the lake to PostgreSQL: what pages and the API read row by row.

    publish(engine, expr, Holding, key=("source", "key"), scope={"source": "berka"})
    publish(engine, expr, SourceRecord, key=("id",), transforms={"values": seal_all}, compare=("fingerprint",))

The rows are copied into a staging table and one transaction brings them in: **readers see all of a publication or
nothing of it, and a row that did not change is not written.** `merge` updates and inserts by key; with `scope`, rows of
that scope that were not published are deleted, or marked as `gone` says. `swap` loads a new table beside the old one
and puts it in its place, for a table that is always published whole.
"""

from foyer.base.lake.serving.errors import DuplicateKeys, NotInTable, Referenced
from foyer.base.lake.serving.publishing import Published, publish

__all__ = ["DuplicateKeys", "NotInTable", "Published", "Referenced", "publish"]
