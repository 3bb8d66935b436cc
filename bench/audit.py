"""`./foyer bench audit`: verifying and searching a long audit trail, beside the bare reading of its rows.

    ./foyer bench audit                      200,000 entries
    ./foyer bench audit --rows 1000000       a million

The entries are written with their codes, sealed into the chain by the house's own sealing, and anchored (`trail.py`).
Then the whole chain is verified beside a plain reading of the same rows and seals, and each question of the search page
is asked beside a look-up of the very rows it showed by their primary keys. The last line is `audit` and a JSON object.
"""

import argparse
import json
import os
import sys
from typing import Any

from bench import running


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    with running.own_house("audit", demo=False, FOYER_WEB_WORKERS="1") as house, running.at_rest(house):
        filled = running.ask(house, "trail", options.rows, options.requests)
    print_table(filled)
    _say("audit " + json.dumps(filled))
    return 0 if filled["is_whole"] else 1


def print_table(filled: dict[str, Any]) -> None:
    """What was measured, for people."""
    _say(f"{filled['rows']} entries, sealed at {filled['sealed_a_second']} a second on {os.cpu_count()} cores")
    _say(f"verify {filled['verify_a_second']} a second; bare reading {filled['bare_a_second']} a second")
    heads = ("rows", "p50 ms", "p95 ms", "limit p50", "limit p95")
    _say("\n" + " " * 26 + "".join(f"{head:>11}" for head in heads))
    for row in filled["questions"]:
        figures = (row["p50_ms"], row["p95_ms"], row["p50_limit_ms"], row["p95_limit_ms"])
        _say(f"{row['name']:26}{row['shown']:11}" + "".join(f"{figure:11.2f}" for figure in figures))
    _say(f"load average {os.getloadavg()[0]:.1f}")


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench audit", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000, help="entries of the trail")
    parser.add_argument("--requests", type=int, default=200, help="searches of each kind")
    return parser.parse_args(words)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
