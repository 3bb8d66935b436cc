"""Foyer's side of the identity measurement, in a process of its own: `python -m bench.identity_foyer IN OUT`."""

import json
import os
import resource
import sys
from pathlib import Path

import django
import pandas as pd


def main(records: str, found: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    django.setup()
    from bench.identity import foyer

    done = foyer(pd.read_parquet(records, dtype_backend="pyarrow"))
    write(found, done.groups, done.seconds, done.review)


def write(found: str, groups: dict[str, object], seconds: float, review: int = 0) -> None:
    """What every program of the measurement leaves behind."""
    told = {"groups": groups, "seconds": seconds, "review": review, "megabytes": _most_megabytes()}
    Path(found).write_text(json.dumps(told))


def _most_megabytes() -> int:
    """Of this program alone: `ru_maxrss` would begin with what its parent held when it started us."""
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(told["VmHWM"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
