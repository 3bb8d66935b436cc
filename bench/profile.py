"""`./foyer bench profile`: how long Customer 360 takes, at ten thousand, a hundred thousand and a million customers.

Each size is a bank of its own (`portraits.py`): one and a half accounts a customer, fifty movements a customer in the
lake, published to the serving tables as intake does. Then the page's data of random customers and the search box are
asked for, and in the same run, as the limit, a bare SQL read of the same customer's rows on one connection. The aim is
a p95 below 100 ms at a million customers and fifty million movements. The last line is `profile` and a JSON object.
"""

import argparse
import json
import os
import sys
from typing import Any

from bench import running

AIM_MS = 100.0
SIZES = "10000,100000,1000000"


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    results = [_measure(size, options.movements, options.requests) for size in options.sizes]
    late = [row for result in results for row in result["figures"] if row["name"] == "360" and row["p95_ms"] >= AIM_MS]
    _say("profile " + json.dumps({"late": len(late), "sizes": results}))
    return 1 if late else 0


def _measure(size: int, movements: int, requests: int) -> dict[str, Any]:
    with running.own_house("profile", demo=False, FOYER_WEB_WORKERS="1") as house, running.at_rest(house):
        filled = running.ask(house, "portraits", size, movements, requests)
    _say(
        f"\n{size} customers, {filled['movements']} movements; published in {filled['publish_seconds']:.0f} s; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    _say(" " * 24 + "".join(f"{head:>11}" for head in ("p50 ms", "p95 ms", "p99 ms", "limit p50", "limit p95")))
    for row in filled["figures"]:
        cells = (row["p50_ms"], row["p95_ms"], row["p99_ms"], row["limit_p50_ms"], row["limit_p95_ms"])
        _say(f"{row['name']:24}" + "".join(f"{cell:11.1f}" for cell in cells))
    return {"customers": size, **filled}


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench profile", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=SIZES)
    parser.add_argument("--movements", type=int, default=50, help="movements a customer")
    parser.add_argument("--requests", type=int, default=300, help="requests of each kind")
    return parser.parse_args(words)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
