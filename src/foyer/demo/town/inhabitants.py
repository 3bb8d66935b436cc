"""A Chinese town with known truth: who is who is written down before the systems of its bank make their mistakes.

Families share addresses and phones, strangers share names, and each of three systems keeps its own version of a person:
homophones, traditional characters, pinyin, swapped names, old phones and houses, identity numbers left out or one digit
off, dates in every format. `dirt` scales all mistakes: 0 is clean, 1 is a usual bank, 2 a bad one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

import yaml

_WORDS = yaml.safe_load((Path(__file__).with_name("town.yaml")).read_text(encoding="utf-8"))
SYSTEMS = ("core", "card", "wealth")
FAMILIES, STREETS, ESTATES = (_WORDS[name].split() for name in ("families", "streets", "estates"))
FOREIGN_FAMILIES, FOREIGN_GIVEN = (_WORDS[name].split() for name in ("foreign_families", "foreign_given"))
MEN, WOMEN, SHORT = _WORDS["men"], _WORDS["women"], _WORDS["short"]
TRADITIONAL = str.maketrans(_WORDS["simplified"], _WORDS["traditional"])
PLACES = {
    name: (one["code"], {city: districts.split() for city, districts in one["cities"].items()})
    for name, one in _WORDS["places"].items()
}
PREFIXES = ("138", "139", "150", "151", "152", "158", "186", "187", "188", "177")
_HOMOPHONES = {one: group.replace(one, "") for group in _WORDS["sounds"].split() for one in group}


@dataclass(frozen=True)
class Person:
    """Who somebody is, before any system writes it down."""

    number: int
    family: str
    given: str
    sex: str
    born: date
    identity: str
    phones: tuple[str, ...]
    homes: tuple[tuple[str, str], ...]
    email: str
    foreign: bool = False
    place: int = 0
    """In the household: 0 and 1 are a couple, the rest their children; `number - place` is the first of them."""


@dataclass
class Town:
    """People with their records and, for each record, whose it is."""

    rows: list[dict[str, str | None]] = field(default_factory=list)
    truth: dict[str, int] = field(default_factory=dict)


def town(people: int, *, seed: int = 7, dirt: float = 1.0) -> Town:
    """A town of about this many people; the same seed gives the same town."""
    chance = random.Random(seed)
    made = Town()
    for person in inhabitants(people, chance):
        for source in _systems_of(person, chance):
            record = f"R{len(made.rows) + 1:08}"
            made.rows.append(Clerk(chance, dirt).write(person, record, source))
            made.truth[record] = person.number
    chance.shuffle(made.rows)
    return made


def inhabitants(people: int, chance: random.Random) -> Iterator[Person]:
    """Households one after another; now and then somebody has the name of a person who lives elsewhere."""
    number, names = 0, list[tuple[str, str, str]]()
    while number < people:
        for person in _household(number, chance):
            named = person
            if names and not person.foreign and chance.random() < 0.06:
                family, given, sex = chance.choice(names)
                named = replace(person, family=family, given=given, sex=sex)
            if not named.foreign and len(names) < 5_000:
                names.append((named.family, named.given, named.sex))
            yield named
            number += 1


def _household(number: int, chance: random.Random) -> list[Person]:
    size = chance.choices((1, 2, 3, 4), (45, 25, 20, 10))[0]
    home, landline = a_home(chance), a_phone(chance)
    if chance.random() < 0.06:
        return [_foreigner(number, home, chance)]
    family, sign = _family(chance), chance.choice(MEN + WOMEN)
    members = []
    for place in range(size):
        sex = ("M", "F")[place % 2] if place < 2 else chance.choice("MF")
        own = family if place != 1 else _family(chance)
        born = _birthday(chance, (1950, 1985) if place < 2 else (1986, 2006))
        given = _given(sex, chance) if place < 2 else sign + chance.choice(MEN if sex == "M" else WOMEN)
        shared = place != 0 and chance.random() < 0.35
        phones = (landline if shared or place == 0 else a_phone(chance), a_phone(chance))
        identity, homes = resident_id(born, sex, chance), (home, a_home(chance))
        email = _email(chance)
        members.append(Person(number + place, own, given, sex, born, identity, phones, homes, email, place=place))
    return members


def _email(chance: random.Random) -> str:
    return f"{chance.randrange(10**8, 10**9)}@{chance.choice(('qq', '163', '126', 'sina'))}.com"


def _foreigner(number: int, home: tuple[str, str], chance: random.Random) -> Person:
    family, given = chance.choice(FOREIGN_FAMILIES), chance.choice(FOREIGN_GIVEN)
    passport = chance.choice("ABCEGHJK") + f"{chance.randrange(10**7, 10**8)}"
    year = chance.choice(("", str(chance.randrange(1940, 2010))))
    email = f"{given[: chance.choice((1, 9))]}.{family}{year}@mail{chance.randrange(9)}.com".lower().replace("'", "")
    born, phones = _birthday(chance, (1955, 2003)), (a_phone(chance), a_phone(chance))
    return Person(
        number, family, given, chance.choice("MF"), born, passport, phones, (home, a_home(chance)), email, True
    )


def _family(chance: random.Random) -> str:
    return chance.choices(FAMILIES, [1 / (rank + 3) for rank in range(len(FAMILIES))])[0]


def _given(sex: str, chance: random.Random) -> str:
    letters = MEN if sex == "M" else WOMEN
    return "".join(
        chance.choices(letters, [1 / (rank + 8) for rank in range(len(letters))], k=chance.choice((1, 2, 2)))
    )


def _birthday(chance: random.Random, years: tuple[int, int]) -> date:
    start = date(years[0], 1, 1)
    return start + timedelta(days=chance.randrange((date(years[1], 12, 31) - start).days))


def a_phone(chance: random.Random) -> str:
    return chance.choice(PREFIXES) + f"{chance.randrange(10**8):08}"


def a_home(chance: random.Random) -> tuple[str, str]:
    province = chance.choice(list(PLACES))
    code, cities = PLACES[province]
    city = chance.choice(list(cities))
    where = f"{province}{city}{chance.choice(cities[city])}"
    line = f"{chance.choice(STREETS)}{chance.randrange(1, 400)}号"
    if chance.random() < 0.7:
        line += (
            f"{chance.choice(ESTATES)}{chance.randrange(1, 30)}栋{chance.randrange(1, 33)}0{chance.randrange(1, 5)}室"
        )
    return where + line, code + f"{chance.randrange(100):02}00"


def resident_id(born: date, sex: str, chance: random.Random) -> str:
    province = chance.choice(list(PLACES.values()))[0]
    order = chance.randrange(500) * 2 + (sex == "M")
    body = f"{province}01{chance.choice(('02', '03', '04', '06'))}{born:%Y%m%d}{order % 1000:03}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The last character of a resident identity number."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def _systems_of(person: Person, chance: random.Random) -> list[str]:
    systems = [name for name in SYSTEMS if chance.random() < 0.62] or [chance.choice(SYSTEMS)]
    return [*systems, chance.choice(systems)] if chance.random() < 0.04 else systems


class Clerk:
    """Writes a person down as one system would, with its mistakes."""

    def __init__(self, chance: random.Random, dirt: float) -> None:
        self.chance, self.dirt = chance, dirt

    def slips(self, rate: float) -> bool:
        return self.chance.random() < rate * self.dirt

    def write(self, person: Person, record: str, source: str) -> dict[str, str | None]:
        text, postcode = person.homes[1 if self.slips(0.15) else 0]
        return {
            "record_id": record,
            "source": source,
            "姓名": self.name(person),
            "性别": None
            if self.slips(0.06)
            else self.chance.choice(("男", "M", "1") if person.sex == "M" else ("女", "F", "2")),
            "出生日期": None if self.slips(0.08) else self.date(person.born),
            "证件类型": "护照" if person.foreign else "身份证",
            "证件号码": self.identity(person.identity),
            "手机号": self.phone(person.phones[1 if self.slips(0.2) else 0]),
            "邮箱": None if self.slips(0.5) else person.email,
            "地址": None if self.slips(0.07) else self.address(text),
            "邮编": None if self.slips(0.15) else postcode,
        }

    def name(self, person: Person) -> str | None:
        if self.slips(0.01):
            return None
        if person.foreign:
            return self._foreign_name(person)
        if not person.family:
            return self._dotted_name(person.given)
        given = self._homophone(person.given) if self.slips(0.08) else person.given
        forms: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.03, lambda: self.pinyin(person.family, given)),
            (0.01, lambda: given + person.family),
            (0.06, lambda: (person.family + given).translate(TRADITIONAL)),
            (0.01, lambda: person.family + given[0]),
            (0.03, lambda: f"{person.family} {given}"),
        )
        return next((form() for rate, form in forms if self.slips(rate)), person.family + given)

    def _foreign_name(self, person: Person) -> str:
        given = SHORT.get(person.given, person.given) if self.slips(0.1) else person.given
        family = self._typo(person.family) if self.slips(0.06) else person.family
        if self.slips(0.05):
            given = given[0] + "."
        order = (f"{given} {family}", f"{family}, {given}", f"{given.upper()} {family.upper()}", f"{family} {given}")
        return order[self.chance.choices(range(4), (70, 12, 12, 6))[0]]

    def _dotted_name(self, name: str) -> str:
        """One name of several parts (Uyghur, Mongol, Tibetan): its dot is written in many ways, or left out."""
        dot = self.chance.choice(("·", "•", "・", ".", " ", "")) if self.slips(0.3) else "·"
        return name.replace("·", dot)

    def _homophone(self, given: str) -> str:
        at = self.chance.randrange(len(given))
        return given[:at] + self.chance.choice(_HOMOPHONES.get(given[at]) or given[at]) + given[at + 1 :]

    def pinyin(self, family: str, given: str) -> str:
        from pypinyin import lazy_pinyin

        parts = ["".join(lazy_pinyin(family)).title(), "".join(lazy_pinyin(given)).title()]
        return " ".join(reversed(parts) if self.chance.random() < 0.5 else parts)

    def date(self, born: date) -> str:
        if self.slips(0.03):
            text = self._digit_off(f"{born:%Y%m%d}", 2)
            return f"{text[:4]}-{text[4:6]}-{text[6:]}"
        if born.day <= 12 and self.slips(0.02):
            born = date(born.year, born.day, born.month)
        return self.chance.choice(
            (f"{born:%Y-%m-%d}", f"{born:%Y%m%d}", f"{born:%Y/%m/%d}", f"{born.year}年{born.month}月{born.day}日")
        )

    def identity(self, number: str) -> str | None:
        if self.slips(0.25):
            return None
        if self.slips(0.04):
            return self._digit_off(number, 1)
        return number.lower() if number.endswith("X") and self.chance.random() < 0.3 else number

    def phone(self, phone: str) -> str | None:
        if self.slips(0.1):
            return None
        if self.slips(0.02):
            phone = self._digit_off(phone, 3)
        spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
        return self.chance.choice((phone, phone, f"+86{phone}", f"86-{phone}", spaced))

    def address(self, text: str) -> str:
        if self.slips(0.15):
            text = text[3:]
        if self.slips(0.05):
            text = self._digit_off(text, 9)
        if self.slips(0.1):
            text = text.replace("号", "號").replace("栋", "幢").replace("室", "")
        return text

    def _typo(self, text: str) -> str:
        at = self.chance.randrange(1, len(text) - 1)
        return self.chance.choice((text[:at] + text[at + 1 :], text[:at] + text[at + 1] + text[at] + text[at + 2 :]))

    def _digit_off(self, text: str, start: int) -> str:
        at = self.chance.choice(
            [place for place, letter in enumerate(text) if letter.isdigit() and place >= start] or [0]
        )
        return text[:at] + self.chance.choice([digit for digit in "0123456789" if digit != text[at]]) + text[at + 1 :]
