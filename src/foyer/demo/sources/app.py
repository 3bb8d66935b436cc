"""The mobile bank: a database of its users, what they asked its help desk, and what they did in the app."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from foyer.base import clock
from foyer.demo.sources.bank import Bank, Row
from foyer.demo.sources.writing import Truth
from foyer.demo.town import Clerk, Person

DIRT = 1.2
TABLES = {
    "users": "uid full_name gender birthday phone email id_no address wechat changed_at",
    "requests": "id uid at channel kind topic outcome words",
    "events": "id uid device at kind name properties",
}
TOPICS = (("enquiry", "转账限额"), ("enquiry", "账单查询"), ("service", "密码重置"), ("incident", "登录失败"),
          ("complaint", "手续费争议"), ("praise", "服务表扬"), ("service", "修改手机号"), ("enquiry", "理财到期"))  # fmt: skip
SCREENS = ("首页", "转账", "账单", "理财", "贷款", "信用卡", "我的")
ACTS = ("login", "transfer_started", "transfer_done", "bill_opened", "product_viewed", "limit_changed")
OLDEST = 730
NEW = 8


class App:
    """`until` tells how much of the past is there: the database grows as it does in life."""

    def __init__(self, bank: Bank, seed: int = 23) -> None:
        self.bank, self.today = bank, bank.today
        self.chance = random.Random(seed)
        self.clerk = Clerk(self.chance, DIRT)
        self.users: list[Row] = []
        self.requests: list[Row] = []
        self.events: list[Row] = []

    def gather(self, truth: Truth) -> None:
        for place, person in enumerate(self.bank.known["app"]):
            uid = f"u{place + 500001}"
            truth.add("app", uid, person.number)
            self.users.append(self._user(uid, person))
            many = 9 if person.number < 0 else 1
            self.requests += self._requests(uid, self.chance.choice((0, 0, 0, 1, 1, 2)) + many // 2)
            self.events += self._events(uid, self.chance.choice((0, 2, 4)) * many)
        self.requests += [self._asked("u000000", "2026-02-30 10:00:00"), self._asked("u000001", "")]

    def write(self, path: Path) -> None:
        """All users, and of requests and events those that have happened by now."""
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as database:
            for name, columns in TABLES.items():
                database.execute(f"CREATE TABLE {name} ({', '.join(columns.split())})")
                self._fill(database, name, columns.split())
            database.commit()

    def _fill(self, database: sqlite3.Connection, name: str, columns: list[str]) -> None:
        rows: list[Row] = getattr(self, name)
        marks = ", ".join("?" * len(columns))
        database.executemany(
            f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608  names of this file
            [[row[column] for column in columns] for row in rows],
        )

    def _user(self, uid: str, person: Person) -> Row:
        written = self.clerk.write(person, "", "app")
        return {
            "uid": uid, "full_name": written["姓名"] or f"用户{uid[-4:]}", "gender": written["性别"],
            "birthday": written["出生日期"], "phone": person.phones[0] if person.number < 0 else written["手机号"],
            "email": written["邮箱"], "id_no": written["证件号码"] if self.chance.random() < 0.6 else "",
            "address": written["地址"] if self.chance.random() < 0.4 else "",
            "wechat": f"wx_{uid}" if self.chance.random() < 0.3 else "",
            "changed_at": self._moment(700, least=15).isoformat(sep=" "),
        }  # fmt: skip

    def _requests(self, uid: str, count: int) -> Iterator[Row]:
        for _each in range(count):
            yield self._asked(uid, self._moment(OLDEST).isoformat(sep=" "))

    def _asked(self, uid: str, at: str) -> Row:
        kind, topic = self.chance.choice(TOPICS)
        return {
            "id": f"q{len(self.requests) + self.chance.randrange(10**9)}", "uid": uid, "at": at, "kind": kind,
            "channel": self.chance.choice(("mobile", "phone", "wechat", "branch")), "topic": topic,
            "outcome": self.chance.choices(("solved", "handed_over", "pending", "abandoned"), (70, 15, 10, 5))[0],
            "words": f"客户咨询{topic}",
        }  # fmt: skip

    def _events(self, uid: str, count: int) -> Iterator[Row]:
        for _each in range(count):
            is_screen = self.chance.random() < 0.6
            name = self.chance.choice(SCREENS if is_screen else ACTS)
            at = self._moment(60)
            yield {
                "id": f"e{self.chance.randrange(10**12)}", "uid": uid, "device": f"d-{uid}",
                "at": at.isoformat(sep=" "), "kind": "screen" if is_screen else "track", "name": name,
                "properties": self._properties((clock.now().replace(tzinfo=None) - at).days),
            }  # fmt: skip

    def _properties(self, days_ago: int) -> str:
        """Version 8.4 came out some days ago, spreads, and writes what is no JSON."""
        if self.chance.random() < (NEW - days_ago) / (2 * NEW):
            return "{version: 8.4}"
        return json.dumps({"version": self.chance.choice(("8.2", "8.3"))})

    def _moment(self, days: int, *, least: int = 0) -> datetime:
        midnight = clock.now().replace(tzinfo=None, microsecond=0, hour=0, minute=0, second=0)
        return midnight - timedelta(seconds=self.chance.randrange(least * 86_400 + 3_600, days * 86_400))
