"""The figures of the live measurement: percentiles, one row for each way of sending, and how they compare."""

import statistics
from dataclasses import dataclass

from bench.writing import Sent

LIMIT, NUMBERED, PEER = "bare LISTEN/NOTIFY", "bare, rows numbered", "matrix-synapse"


@dataclass
class Figures:
    """One way of sending to one system: at a steady rate, and as fast as it goes. Two streams watch each message."""

    name: str
    streams: int
    rate: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    most_per_second: float = 0.0
    p99_at_most_ms: float = 0.0
    missing: int = 0
    failed: int = 0
    why: str = ""

    def steadily(self, sent: Sent, lags: list[float]) -> None:
        self.rate = round(sent.rate, 1)
        self.p50_ms, self.p99_ms = percentiles(lags)
        self._count(sent, lags)

    def fastest(self, sent: Sent, lags: list[float]) -> None:
        """The messages that were seen, by the time from the first one sent until the last one seen."""
        if lags:
            self.most_per_second = round(len(lags) / 2 / (sent.seconds + lags[-1]), 1)
        self.p99_at_most_ms = percentiles(lags)[1]
        self._count(sent, lags)

    def _count(self, sent: Sent, lags: list[float]) -> None:
        self.missing += 2 * sent.acknowledged - len(lags)
        self.failed += sent.failed
        self.why = self.why or sent.why


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    if len(seconds) < 2:
        return 0.0, 0.0
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return round(cuts[49] * 1000, 1), round(cuts[98] * 1000, 1)


def print_table(rows: list[Figures]) -> None:
    heads = ("streams", "msg/s", "p50 ms", "p99 ms", "most/s", "p99 then", "missing", "failed")
    print("\n" + " " * 22 + "".join(f"{head:>10}" for head in heads))
    for row in rows:
        print(
            f"{row.name:22}{row.streams:10}{row.rate:10.1f}{row.p50_ms:10.1f}{row.p99_ms:10.1f}"
            f"{row.most_per_second:10.1f}{row.p99_at_most_ms:10.1f}{row.missing:10}{row.failed:10}  {row.why[:80]}"
        )


def ratios(rows: list[Figures]) -> dict[str, float]:
    """Foyer beside the limit and the peer: how many times as long, how many times as many."""
    named, found = {row.name: row for row in rows}, {}
    peer, ours = named.get(PEER), named["foyer publish"]
    for name, limit in (("limit", named[LIMIT]), ("numbered", named[NUMBERED])):
        found[f"publish p50 / {name} p50"] = _ratio(ours.p50_ms, limit.p50_ms)
        found[f"publish p99 / {name} p99"] = _ratio(ours.p99_ms, limit.p99_ms)
        found[f"{name} most / publish most"] = _ratio(limit.most_per_second, ours.most_per_second)
    for row in rows:
        if peer and row.name.startswith("foyer"):
            found[f"{row.name} most / synapse most"] = _ratio(row.most_per_second, peer.most_per_second)
            found[f"synapse p50 / {row.name} p50"] = _ratio(peer.p50_ms, row.p50_ms)
    return found


def print_ratios(found: dict[str, float]) -> None:
    print("\n" + "\n".join(f"{name:38}{ratio:8.2f}" for name, ratio in found.items()))


def _ratio(above: float, below: float) -> float:
    return round(above / below, 2) if below else 0.0
