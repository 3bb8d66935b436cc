"""The golden record: for each attribute what survives, where it came from, why, and what the others said.

    {"name": {"value": "张伟", "source": "core", "record": "…", "at": "2025-03-01T…", "verified": true, "rule": "trust",
              "others": [{"value": "張偉", "source": "cards", …}]},
     "phone": …}

Attributes a customer has many of (phones, e-mails, addresses) keep every voice in `others`: these do not contradict
one another.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from foyer.base import clock
from foyer.customers.profile.claims import MANY
from foyer.customers.profile.survivorship import USUAL, decisive
from foyer.customers.profile.voices import Spoken

Golden = dict[str, dict[str, Any]]
OTHERS_KEPT = 20


def survivors(voices: Iterable[Spoken], orders: Mapping[str, tuple[str, ...]]) -> Golden:
    """The golden record of one customer from their ranked voices, which must come ordered by attribute and place.

    `orders` are the criteria of attributes that depart from the usual ones, as `survivorship.orders` gives them.
    """
    golden: Golden = {}
    for voice in voices:
        attribute = voice[1]
        kept = golden.get(attribute)
        if kept is None:
            winner, others = voice, list[dict[str, Any]]()
            golden[attribute] = {**_said(voice), "rule": "only", "others": others}
            continue
        if not others:
            kept["rule"] = decisive(winner, voice, orders.get(attribute, USUAL))
        if len(others) < OTHERS_KEPT:
            others.append(_said(voice))
    return golden


def value(golden: Golden, attribute: str) -> str:
    """The surviving value, or the empty text."""
    return str(golden.get(attribute, {}).get("value", ""))


def values(golden: Golden, attribute: str) -> list[str]:
    """Every value said, the surviving one first."""
    kept = golden.get(attribute)
    return [kept["value"], *(other["value"] for other in kept["others"])] if kept else []


def day(golden: Golden, attribute: str) -> date | None:
    """The surviving value as a date."""
    text = value(golden, attribute)
    return date.fromisoformat(text[:10]) if text else None


def is_contradicted(golden: Golden, attribute: str) -> bool:
    """Whether sources disagree where there can be only one truth."""
    return attribute not in MANY and bool(golden.get(attribute, {}).get("others"))


def age(golden: Golden) -> int | None:
    born = day(golden, "born_on")
    return years_since(born, clock.now().date()) if born else None


def years_since(born: date, today: date) -> int:
    """How old somebody is on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _said(voice: Spoken) -> dict[str, Any]:
    _customer, _attribute, value, _place, source, record, at, verified, _trust, frequency = voice
    return {
        "value": value,
        "source": source,
        "record": record,
        "at": _instant(at),
        "verified": verified,
        "frequency": frequency,
    }


@lru_cache(maxsize=4096)
def _instant(at: datetime | None) -> str:
    """Many voices were heard at one moment."""
    if at is None:
        return ""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
