"""`./foyer bench search`: reading and searching a month of a bank's conversations, beside the bare look-up of its rows.

A million messages in a hundred thousand conversations (`archive.py`); then threads, lists, searches in both languages
and the report on agents, asked for by an agent, the head of a branch and the head of the bank (`reading.py`). The aim
is a p95 below 300 ms for each on two cores. The last line is `search` and a JSON object.
"""

import argparse
import json
import os
import sys
import time
from typing import Any

from bench import running

AIM_MS = 300.0


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    with running.own_house("search", demo=False, FOYER_WEB_WORKERS="1") as house, running.at_rest(house):
        begun = time.monotonic()
        filled = running.ask(house, "archive", options.messages)
        _say(f"{options.messages} messages after {time.monotonic() - begun:.0f} s on {os.cpu_count()} cores")
        rows = running.ask(house, "reading", filled, options.requests)
    print_table(rows)
    late = [row["name"] for row in rows if row["p95_ms"] >= AIM_MS]
    _say(f"slower than {AIM_MS:.0f} ms at p95: {', '.join(late) or 'none'}; load average {os.getloadavg()[0]:.1f}")
    _say("search " + json.dumps({"messages": options.messages, "late": len(late), "figures": rows}))
    return 1 if late else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench search", description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=1_000_000, help="messages; a tenth as many conversations")
    parser.add_argument("--requests", type=int, default=100, help="requests of each kind")
    return parser.parse_args(words)


def print_table(rows: list[dict[str, Any]]) -> None:
    heads = ("rows", "p50 ms", "p95 ms", "limit p50", "limit p95")
    _say("\n" + " " * 32 + "".join(f"{head:>11}" for head in heads))
    for row in rows:
        figures = (row["p50_ms"], row["p95_ms"], row["p50_limit_ms"], row["p95_limit_ms"])
        _say(f"{row['name']:32}{row['shown']:11}" + "".join(f"{figure:11.1f}" for figure in figures))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
