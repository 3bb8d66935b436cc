"""A small bank with two systems that know the same thirty people, as intake would leave it in the lake."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from foyer.base.engine import Engine
from foyer.customers.identity.values import is_resident_id
from foyer.customers.tests.profile.lakes import fill, record

FAMILIES, GIVEN = "王李张刘陈杨黄赵吴周", "伟芳敏静强磊洋艳勇娟杰涛超明霞"
Person = dict[str, Any]


def person(number: int) -> Person:
    """Somebody of whom both systems say the same."""
    born = date(1950, 3, 1) + timedelta(days=number * 397)
    return {
        "name": FAMILIES[number % 10] + GIVEN[number % 15] + GIVEN[(number * 7 + 3) % 15],
        "born_on": born,
        "sex": "MF"[number % 2],
        "resident_id": resident_id(born, number % 2 + 2 * number),
        "phone": f"+86138{number * 7_654_321 % 100_000_000:08}",
        "address": f"浙江省杭州市西湖区文{number}路{number * 3 + 1}号",
    }


def resident_id(born: date, order: int) -> str:
    body = f"330106{born:%Y%m%d}{order:03}"
    return next(body + last for last in "0123456789X" if is_resident_id(body + last))


def known_to_both(people: int = 30) -> dict[str, Person]:
    """ "core:1" and "cards:1" are the first person, and so on."""
    return {f"{source}:{number}": person(number) for source in ("core", "cards") for number in range(1, people + 1)}


def bank(engine: Engine, people: dict[str, Person]) -> None:
    """Put the records into the lake; what is None or missing the system does not know."""
    fill(engine, "party", *(_row(key, source_key=True, kind="person", **_said(one)) for key, one in people.items()))
    documents = _each(people, "resident_id", kind="resident_id", is_verified=True)
    contacts = _each(people, "phone", kind="phone") + _each(people, "email", kind="email")
    fill(engine, "identifier", *documents)
    fill(engine, "contact_point", *contacts)
    homes = [_row(key, kind="home", text=one["address"]) for key, one in people.items() if one.get("address")]
    fill(engine, "address", *homes)


def _said(one: Person) -> Person:
    return {name: one.get(name) for name in ("name", "born_on", "sex")}


def _each(people: dict[str, Person], name: str, **more: Any) -> list[Person]:
    return [_row(key, value=one[name], **more) for key, one in people.items() if one.get(name)]


def _row(key: str, *, source_key: bool = False, **values: Any) -> Person:
    source, own = key.split(":")
    return {"source": source, "source_key" if source_key else "party_key": own, **values}


def together(customers: dict[str, str], keys: Iterable[str]) -> bool:
    """Whether the named records are one customer."""
    return len({customers[record(key)] for key in keys}) == 1
