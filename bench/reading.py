"""What people at the desk ask of a large archive, through the pages and the API that they use; prints the times.

Runs in the house's environment (`running.ask`). Every request goes through Django whole: session, permissions, the
view, its queries, the JSON or the page. Beside each, in the same process and on the same connection, the limit: the
very rows that were shown, looked up by their primary keys alone.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

API, DESK = "/api/v1/staff", "/desk"
WORDS = {  # from what is in every conversation to what is in a few
    "zh": [
        "请问有什么可以帮您",
        "您好",
        "信用卡",
        "提前还款",
        "手续费",
        "房贷利率",
        "没有固定工作",
        "境外取现",
        "验证码",
    ],
    "en": [
        "how may I help you",
        "card",
        "credit card fee",
        "mortgage rate",
        "lost my phone",
        "transfer",
        "cash abroad",
    ],
}


def main(filled: dict[str, Any], requests: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    json.dump(measure(filled, requests), sys.stdout)


@dataclass
class Asked:
    """One kind of request: who asks for which addresses, and in which table the rows lie that are shown."""

    name: str
    viewer: str
    addresses: list[str]
    table: str = "conversations_conversation"
    took: list[float] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)
    shown: int = 0

    def figures(self) -> dict[str, Any]:
        return {"name": self.name, "shown": round(self.shown / max(1, len(self.took))), **_times(self.took, "ms"),
                **_times(self.limit, "limit_ms")}  # fmt: skip


def measure(filled: dict[str, Any], requests: int) -> list[dict[str, Any]]:
    """Everything in turn, `requests` of each kind; the first of a kind only warms up."""
    chance = random.Random(1)
    clients = {viewer: _signed_in(name) for viewer, name in filled["viewers"].items()}
    asked = list(_kinds(filled))
    for one in asked:
        get = _getter(clients[one.viewer])
        get(one.addresses[0])
        for _ in range(requests):
            _ask(one, get, chance.choice(one.addresses))
    return [one.figures() for one in asked]


def _kinds(filled: dict[str, Any]) -> Iterator[Asked]:
    of_agent, of_bank = (filled["conversations"][viewer] for viewer in ("agent", "bank"))
    threads = [f"{API}/conversations/{talk}/messages?before=1000000" for talk in of_bank]
    yield Asked("thread", "bank", threads, "conversations_message")
    yield Asked("desk page with a conversation", "agent", [f"{DESK}/c/{talk}" for talk in of_agent])
    for viewer, box in (("agent", "mine"), ("agent", "waiting"), ("agent", "closed"), ("bank", "in_hand"),
                        ("branch", "in_hand"), ("bank", "assisted")):  # fmt: skip
        yield Asked(f"list {box}, {viewer}", viewer, [f"{API}/conversations?box={box}"])
    for lang, words in WORDS.items():
        for viewer in ("agent", "branch", "bank"):
            yield Asked(f"search {lang}, {viewer}", viewer, [f"{API}/search {word}" for word in words])
    for viewer in ("branch", "bank"):
        yield Asked(f"agent report, {viewer}", viewer, [f"{API}/wall"], "staff_user")


def _ask(one: Asked, get: Callable[[str], Any], address: str) -> None:
    begun = time.perf_counter()
    answer = get(address)
    one.took.append(time.perf_counter() - begun)
    if answer["Content-Type"].startswith("application/json"):
        ids = _ids(answer.json())
        one.shown += len(ids)
        one.limit.append(_look_up(one.table, ids))


def _ids(answer: dict[str, Any]) -> list[str]:
    rows = answer.get("messages") or answer.get("conversations") or answer.get("agents", {}).get("people", [])
    return [row["id"] for row in rows]


def _look_up(table: str, ids: list[str]) -> float:
    """The least a database can do for the same rows: find their keys in an index."""
    from django.db import connection

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s::uuid[])", [ids])
        cursor.fetchall()
    return time.perf_counter() - begun


def _signed_in(username: str) -> Any:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"Host": "localhost"})
    client.force_login(get_user_model().objects.get(username=username), settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _getter(client: Any) -> Callable[[str], Any]:
    def get(address: str) -> Any:
        """What is looked for travels in the body: the address, a space, the words."""
        path, _, words = address.partition(" ")
        answer = client.post(path, {"q": words}, content_type="application/json") if words else client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code} {answer.content[:300]!r}")
        return answer

    return get


def _times(seconds: list[float], unit: str) -> dict[str, float]:
    """p50 and p95 in milliseconds."""
    if len(seconds) < 2:
        return {f"p50_{unit}": 0.0, f"p95_{unit}": 0.0}
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {f"p50_{unit}": round(cuts[49] * 1000, 1), f"p95_{unit}": round(cuts[94] * 1000, 1)}
