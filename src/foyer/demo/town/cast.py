"""The customers of the demo's conversations, as inhabitants of the town: the sources know them too."""

import random
from datetime import date
from typing import Any

from foyer.demo.cast import CLIENTS, Client
from foyer.demo.town.inhabitants import Person, a_home, a_phone, resident_id

DOUBLE = ("欧阳",)
LIVES = {
    "10037721": ("F", date(1990, 5, 17)),
    "10037722": ("M", date(1948, 3, 2)),
    "10037723": ("M", date(1996, 11, 8)),
    "10037724": ("F", date(1985, 7, 30)),
    "10037725": ("M", date(1979, 2, 14)),
    "10037726": ("F", date(1993, 9, 21)),
    "10037727": ("F", date(1951, 12, 5)),
    "10037728": ("M", date(1988, 6, 11)),
    "10037729": ("F", date(2001, 1, 26)),
    "10037730": ("M", date(1968, 10, 3)),
    "10037731": ("F", date(1994, 4, 19)),
    "10037732": ("M", date(1957, 8, 24)),
}


def cast() -> list[Person]:
    """Numbers below zero, so that they never meet those of the town; the same at every call."""
    return [_person(place, client) for place, client in enumerate(CLIENTS)]


def proofs(person: Person) -> dict[str, Any]:
    """What such a customer has told the bank at its front door."""
    document = "passport" if person.foreign else "resident_id"
    return {document: person.identity, "born_on": person.born.isoformat(), "sex": person.sex}


def _person(place: int, client: Client) -> Person:
    chance = random.Random(client.number)
    sex, born = LIVES[client.number]
    family, given, is_foreign = _names(client.name)
    passport = f"E{chance.randrange(10**7, 10**8)}"
    return Person(
        number=place - len(CLIENTS), family=family, given=given, sex=sex, born=born,
        identity=passport if is_foreign else resident_id(born, sex, chance),
        phones=(client.phone, a_phone(chance)), homes=(a_home(chance), a_home(chance)),
        email=f"{client.number}@mail.example", foreign=is_foreign,
    )  # fmt: skip


def _names(name: str) -> tuple[str, str, bool]:
    if name.isascii():
        given, family = name.split(" ", 1)
        return family, given, True
    if "·" in name:
        return "", name, False
    cut = 2 if name.startswith(DOUBLE) else 1
    return name[:cut], name[cut:], False
