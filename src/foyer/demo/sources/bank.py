"""Who is a customer of which system of the demo bank."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from stdnum.cn import uscc

from foyer.demo.town import Person, inhabitants
from foyer.demo.town.cast import cast
from foyer.demo.town.inhabitants import ESTATES, PLACES, STREETS, a_phone

SYSTEMS = {"core": 0.85, "cards": 0.4, "app": 0.55}
TWICE = 0.015
OUTLETS = ("CD-GX", "CD-CX", "SH-LJZ", "CD", "SH")
TRADES = ("餐饮", "贸易", "科技", "建筑", "物流", "医疗")
_OTHERS = yaml.safe_load((Path(__file__).parents[1] / "town/others.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Company:
    number: int
    name: str
    code: str
    phone: str
    address: str
    director: Person


@dataclass
class Bank:
    """People with the systems that know them, and companies; the same for the same size and day."""

    today: date
    people: list[Person]
    companies: list[Company]
    known: dict[str, list[Person]]
    """By system, one entry for each of its records: a person may be there twice."""


def bank(people: int, today: date, *, seed: int = 11) -> Bank:
    """The town's people and the cast. The cast are known to every system."""
    chance = random.Random(seed)
    town = [_renamed(person, chance) for person in inhabitants(people, chance)][:people]
    stars = cast()
    known: dict[str, list[Person]] = {system: list(stars) for system in SYSTEMS}
    for person in town:
        for system in _systems_of(chance):
            known[system].append(person)
    companies = [
        _company(number, person, chance) for number, person in enumerate([stars[0], *town[::60]]) if _is_adult(person)
    ]
    return Bank(today, [*stars, *town], companies, known)


def _systems_of(chance: random.Random) -> Iterator[str]:
    found = [system for system, share in SYSTEMS.items() if chance.random() < share] or ["core"]
    yield from found
    if chance.random() < TWICE:
        yield chance.choice(found)


def _is_adult(person: Person) -> bool:
    return person.place < 2 and not person.foreign


def _renamed(person: Person, chance: random.Random) -> Person:
    """Now and then somebody of a people whose names are built in another way."""
    if person.foreign and chance.random() < 0.2:
        return _of_the_east(person, chance)
    if not person.foreign:
        person = replace(person, sex="FM"[int(person.identity[16]) % 2])
    if not person.foreign and chance.random() < 0.02:
        own, fathers = (chance.choice(_OTHERS["dotted"][sex].split()) for sex in (person.sex, "M"))
        return replace(person, family="", given=f"{own}·{fathers}")
    return person


def _of_the_east(person: Person, chance: random.Random) -> Person:
    """Japanese or Korean, in Latin letters."""
    names = _OTHERS["latin"][chance.choice(("Japan", "Korea"))]
    family, given = (chance.choice(names[part].split()) for part in ("families", "given"))
    email = f"{given}.{family}{person.born:%y}@mail{chance.randrange(9)}.com".lower()
    return replace(person, family=family, given=given, email=email)


def _company(number: int, director: Person, chance: random.Random) -> Company:
    province, (code, cities) = chance.choice(list(PLACES.items()))
    city = chance.choice(list(cities))
    district = chance.choice(cities[city])
    name = f"{city.removesuffix('市')}{director.given}{chance.choice(TRADES)}有限公司"
    body = f"91{code}0100MA{chance.randrange(10**6):06}X"[:17]
    address = (
        f"{province}{city}{district}{chance.choice(STREETS)}{chance.randrange(1, 300)}号{chance.choice(ESTATES)}商务楼"
    )
    return Company(number, name, body + uscc.calc_check_digit(body), a_phone(chance), address, director)


def days_before(today: date, most: int, chance: random.Random, *, least: int = 0) -> date:
    return today - timedelta(days=chance.randrange(least, most))


Row = dict[str, Any]
