"""The card system: bought long ago, in English. It keeps older phones and houses and prints names in Latin letters.

The cards alone it calls by both names, as they stand on the plastic."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from stdnum import luhn

from foyer.demo.sources.bank import Bank, Row, days_before
from foyer.demo.sources.spoiling import spoiled
from foyer.demo.sources.writing import Truth, write_csv
from foyer.demo.town import Clerk, Person

DIRT = 1.1
PRODUCTS = ("厅堂普卡 Hall Classic", "厅堂金卡 Hall Gold", "厅堂白金卡 Hall Platinum", "厅堂学生卡 Hall Student")
LIMITS = (10_000, 20_000, 50_000, 120_000)


class Cards:
    def __init__(self, bank: Bank, seed: int = 22) -> None:
        self.bank, self.today = bank, bank.today
        self.chance = random.Random(seed)
        self.clerk = Clerk(self.chance, DIRT)
        self.holders: list[Row] = []
        self.cards: list[Row] = []

    def gather(self, truth: Truth) -> None:
        for place, person in enumerate(self.bank.known["cards"]):
            key = f"{place + 700001}"
            truth.add("cards", key, person.number)
            self.holders.append(self._holder(key, person))
            for _each in range(self.chance.choices((1, 2), (85, 15))[0]):
                self.cards.append(self._card(key))

    def write(self, folder: Path) -> None:
        write_csv(folder / "cardholders.csv", spoiled("cardholders", self.holders), "utf-8")
        write_csv(folder / "cards.csv", spoiled("cards", self.cards), "utf-8")

    def _holder(self, key: str, person: Person) -> Row:
        written = self.clerk.write(person, "", "cards")
        is_known_by_phone = person.number < 0 or self.chance.random() < 0.8
        return {
            "HOLDER_ID": key,
            "FULL_NAME": written["姓名"],
            "EMBOSSED_NAME": self._embossed(person),
            "GENDER": "" if self.chance.random() < 0.1 else person.sex,
            "DOB": self._born(person.born),
            "ID_TYPE": "PASSPORT" if person.foreign else "ID_CARD",
            "ID_NO": written["证件号码"],
            "MOBILE": person.phones[0] if person.number < 0 else written["手机号"] if is_known_by_phone else "",
            "EMAIL": written["邮箱"],
            "HOME_ADDRESS": written["地址"],
            "ZIP": written["邮编"],
            "UPDATED": days_before(self.today, 1_500, self.chance, least=60).strftime("%d/%m/%Y"),
        }

    def _embossed(self, person: Person) -> str:
        if person.foreign or not person.family:
            return f"{person.given} {person.family}".strip().upper() if person.foreign else ""
        return self.clerk.pinyin(person.family, person.given).upper()

    def _born(self, born: date) -> str:
        if self.clerk.slips(0.05):
            return ""
        return (born + timedelta(days=self.clerk.slips(0.02))).strftime("%d/%m/%Y")

    def _card(self, key: str) -> Row:
        body = f"6229990{len(self.cards) + 10_000_000:08}"
        place = self.chance.choices(range(4), (55, 28, 9, 8))[0]
        opened = days_before(self.today, 1_800, self.chance, least=20)
        limit = LIMITS[place]
        return {
            "CARD_NO": body + luhn.calc_check_digit(body),
            "HOLDER_ID": key,
            "PRODUCT": PRODUCTS[place],
            "CREDIT_LIMIT": limit,
            "BALANCE": f"{-(self.chance.random() ** 3) * limit:.2f}",
            "OPENED": opened.strftime("%d/%m/%Y"),
            "EXPIRES": (opened + timedelta(days=1_826)).strftime("%d/%m/%Y"),
            "STATUS": self.chance.choices(("A", "F", "P"), (94, 3, 3))[0],
        }
