"""The recordlinkage package beside Foyer: its documented example for FEBRL, where four of six comparisons must agree.

The same for the Chinese columns, blocking on the name. Groups are closed over chains, as the measurement counts them.
"""

import sys
import time

import pandas as pd
import recordlinkage
from bench.identity import groups_of
from bench.identity_foyer import write

ENOUGH = 4


def main(records: str, found: str) -> None:
    table = pd.read_parquet(records).set_index("record_id")
    started = time.perf_counter()
    western = "given_name" in table
    indexer = recordlinkage.Index()
    indexer.block("given_name" if western else "name")
    sources = sorted(table["source"].unique())
    frames = [table[table["source"] == one] for one in sources] if western and len(sources) == 2 else [table]
    features = (_western() if western else _chinese()).compute(indexer.index(*frames), *frames)
    matches = features[features.sum(axis=1) >= ENOUGH].index
    groups = groups_of([(str(left), str(right)) for left, right in matches], [str(name) for name in table.index])
    write(found, groups, time.perf_counter() - started)


def _western() -> recordlinkage.Compare:
    compare = recordlinkage.Compare()
    compare.exact("given_name", "given_name", label="given_name")
    compare.string("family_name", "family_name", method="jarowinkler", threshold=0.85, label="surname")
    compare.exact("born_on", "born_on", label="date_of_birth")
    compare.exact("city", "city", label="suburb")
    compare.exact("province", "province", label="state")
    compare.string("street", "street", threshold=0.85, label="address_1")
    return compare


def _chinese() -> recordlinkage.Compare:
    compare = recordlinkage.Compare()
    compare.exact("name", "name", label="name")
    for column in ("born_on", "resident_id", "phones", "postcode"):
        compare.exact(column, column, label=column)
    compare.string("address", "address", method="jarowinkler", threshold=0.85, label="address")
    return compare


if __name__ == "__main__":
    main(*sys.argv[1:])
