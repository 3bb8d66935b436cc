"""Analytical tables: folders of Parquet files, each with a manifest that says which files are the table now.

    PARTIES = Dataset("customers.party")                       # FOYER_HOME/lake/customers/party
    TRANSACTIONS = Dataset("customers.transaction", partitions=("year",), sort=("account_key",))

    PARTIES.replace(engine, expr)                              # the whole
    PARTIES.append(engine, expr, part=run_id)                  # one part more; the same part again changes nothing
    PARTIES.merge(engine, expr, key=("source", "source_key"))  # new rows win over those with their key
    with PARTIES.writer(part) as writer: writer.write(batch)   # arrow batches, however many
    PARTIES.read(engine)                                       # an ibis.Table of the version that is current now

The invariant: **a version is the files its manifest lists, and a manifest appears whole or not at all.** Files are
written aside, synced, moved into the dataset, and then one rename publishes the manifest. A writer that is killed
leaves files no manifest lists; the next write sweeps them. A reader keeps the version it began with for as long as its
engine is open. Writers of one dataset take turns. `serving.publish` brings a table to PostgreSQL.
"""

from foyer.base.lake.dataset import Dataset
from foyer.base.lake.errors import DatasetMissing, LakeBusy, PartChanged, PartMixed, SchemaChanged
from foyer.base.lake.manifest import FileEntry, Manifest, Part

__all__ = [
    "Dataset",
    "DatasetMissing",
    "FileEntry",
    "LakeBusy",
    "Manifest",
    "Part",
    "PartChanged",
    "PartMixed",
    "SchemaChanged",
]
