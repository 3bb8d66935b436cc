"""Core banking: persons and companies, how they belong together, their accounts and loans, as files in GB18030."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from foyer.demo.cast import CLIENTS
from foyer.demo.sources.bank import OUTLETS, Bank, Company, Row, days_before
from foyer.demo.sources.spoiling import spoiled
from foyer.demo.sources.writing import Truth, write_csv
from foyer.demo.town import Clerk, Person

DIRT = 0.35
JOBS = ("教师", "工程师", "医生", "销售", "公务员", "司机", "个体经营", "退休", "学生", "会计")
DEPOSITS = ((12, 1.5), (24, 1.9), (36, 2.4))
LOANS = (("个人住房贷款", 240, 3.45, 300), ("个人消费贷款", 36, 4.8, 20), ("经营贷款", 60, 4.2, 200))
"""Product, months, rate, the most that is lent in ten thousands."""
FAMILIES = ((1, 6, "配偶"), (7, 3, "配偶"), (11, 0, "子女"))
"""How the cast belong together, by their places in it."""


class Core:
    """Writes the files; `accounts` and `loans` are kept for the movements."""

    def __init__(self, bank: Bank, seed: int = 21) -> None:
        self.bank, self.today = bank, bank.today
        self.chance = random.Random(seed)
        self.clerk = Clerk(self.chance, DIRT)
        self.stars = {person.number: client for person, client in zip(bank.people, CLIENTS, strict=False)}
        self.keys: dict[int, str] = {}
        self.accounts: list[Row] = []
        self.customers: list[Row] = []
        self.loans: list[Row] = []
        self.relations: list[Row] = []

    def gather(self, truth: Truth) -> None:
        for place, person in enumerate(self.bank.known["core"]):
            key = f"C{place + 100001:09}"
            self.keys.setdefault(person.number, key)
            truth.add("core", key, person.number)
            self.customers.append(self._person(key, person))
            self._accounts(key, person)
        for company in self.bank.companies:
            self._company(company, truth)
        for person in self.bank.known["core"]:
            self._household(person)
        for one, other, kind in FAMILIES:
            self._related(self._key_of(one), self._key_of(other), kind)

    def _key_of(self, place: int) -> str:
        return self.keys[self.bank.people[place].number]

    def write(self, folder: Path) -> None:
        """The files without the movements; here and there a row is spoiled."""
        write_csv(folder / "customers.csv", spoiled("customers", self.customers), "gb18030")
        write_csv(folder / "accounts.csv", spoiled("accounts", self.accounts), "gb18030")
        write_csv(folder / "loans.csv", spoiled("loans", self.loans), "gb18030")
        write_csv(folder / "relations.csv", spoiled("relations", self.relations), "gb18030")

    def _person(self, key: str, person: Person) -> Row:
        star, written = self.stars.get(person.number), self.clerk.write(person, "", "core")
        if star:
            written = Clerk(random.Random(star.number), 0).write(person, "", "core")
        since = days_before(self.today, 7_000, self.chance, least=760)
        adult = person.born + timedelta(days=16 * 366)
        return {
            "客户号": key,
            "客户类型": "个人",
            "姓名": written["姓名"],
            "性别": written["性别"],
            "出生日期": written["出生日期"],
            "国籍": self.chance.choice(("US", "GB", "DE", "JP", "KR")) if person.foreign else "CN",
            "证件类型": written["证件类型"],
            "证件号码": written["证件号码"],
            "手机号": written["手机号"],
            "电子邮箱": written["邮箱"],
            "地址": written["地址"],
            "邮编": written["邮编"],
            "婚姻状况": ("已婚" if person.place == 1 else self.chance.choice(("已婚", "未婚", "离异"))),
            "学历": self.chance.choice(("高中", "大专", "本科", "本科", "硕士", "")),
            "职业": self.chance.choice(JOBS),
            "年收入": self.chance.choice((60, 90, 120, 180, 260, 400)) * 1000,
            "客户层级": star.tier if star else self._tier(),
            "归属机构": star.unit if star else self._branch(),
            "开户日期": max(since, min(adult, self.today - timedelta(days=750))),
            "特别关照": "是" if (star.is_vulnerable if star else self.chance.random() < 0.008) else "否",
            "语言": "en" if (star.language == "en" if star else person.foreign) else "zh",
            "最后更新": self._changed(),
        }

    def _changed(self) -> date:
        """Mostly lately; one in twelve has not been looked at for years."""
        if self.chance.random() < 0.08:
            return days_before(self.today, 2_000, self.chance, least=800)
        return days_before(self.today, 500, self.chance)

    def _tier(self) -> str:
        return self.chance.choices(("", "silver", "gold", "platinum"), (70, 18, 9, 3))[0]

    def _branch(self) -> str:
        return "CD-OLD" if self.chance.random() < 0.01 else self.chance.choices(OUTLETS, (34, 28, 26, 7, 5))[0]

    def _accounts(self, key: str, person: Person) -> None:
        is_star = person.number in self.stars
        opened = days_before(self.today, 5_000, self.chance, least=740)
        movements = 150 if is_star else self.chance.choice((6, 12, 20, 30, 45))
        self._account(key, "活期账户", "厅堂借记卡账户", opened, movements)
        if is_star or self.chance.random() < 0.22:
            months, _rate = self.chance.choice(DEPOSITS)
            self._account(key, "定期存款", f"整存整取{months}个月", days_before(self.today, 600, self.chance), 0)
        if (is_star and person.born.year < 1995) or self.chance.random() < 0.07:
            self._loan(key)

    def _account(self, key: str, kind: str, product: str, opened: date, movements: int) -> None:
        number = f"62299{len(self.accounts) + 10_000_000_000_000:014}"
        is_closed = movements and movements < 12 and self.chance.random() < 0.15
        self.accounts.append({
            "账号": number, "客户号": key, "联名客户号": "", "账户类型": kind, "产品": product, "币种": "CNY",
            "余额": "" if movements else f"{self.chance.randrange(1, 60) * 5000}.00",
            "余额日期": self.today, "开户机构": self.chance.choice(OUTLETS), "开户日期": opened,
            "销户日期": days_before(self.today, 200, self.chance, least=5) if is_closed else "",
            "状态": "已销户" if is_closed else "正常", "_movements": movements,
        })  # fmt: skip

    def _loan(self, key: str) -> None:
        product, months, rate, most = self.chance.choice(LOANS)
        began = days_before(self.today, 900, self.chance, least=30)
        amount = self.chance.randrange(3, most) * 10_000
        self.loans.append({
            "借据号": f"L{len(self.loans) + 1:08}", "客户号": key, "产品": product, "币种": "CNY", "本金": amount,
            "余额": round(amount * self.chance.uniform(0.2, 0.98), 2), "年利率": rate, "发放日": began,
            "到期日": began + timedelta(days=months * 30), "状态": self.chance.choices(("有效", "逾期"), (95, 5))[0],
        })  # fmt: skip

    def _company(self, company: Company, truth: Truth) -> None:
        key = f"E{company.number + 1:09}"
        truth.add("core", key, 10_000_000 + company.number)
        empty: Row = dict.fromkeys(self.customers[0], "")
        self.customers.append(empty | {
            "客户号": key, "客户类型": "机构", "姓名": company.name, "国籍": "CN", "证件类型": "统一社会信用代码",
            "证件号码": company.code, "手机号": company.phone, "地址": company.address, "归属机构": self._branch(),
            "开户日期": days_before(self.today, 4_000, self.chance, least=760), "语言": "zh",
            "最后更新": self._changed(),
        })  # fmt: skip
        self._account(key, "活期账户", "对公结算账户", days_before(self.today, 3_000, self.chance, least=740), 45)
        if company.director.number in self.keys:
            self._related(key, self.keys[company.director.number], "董事或高管")

    def _household(self, person: Person) -> None:
        first, mine = self.keys.get(person.number - person.place), self.keys[person.number]
        if not person.place or first is None or first == mine or self.chance.random() < 0.3:
            return
        self._related(first, mine, "配偶" if person.place == 1 else "子女")

    def _related(self, key: str, other: str, kind: str) -> None:
        since = days_before(self.today, 3_000, self.chance, least=30)
        self.relations.append({"客户号": key, "关系人客户号": other, "关系": kind, "起始日期": since})
