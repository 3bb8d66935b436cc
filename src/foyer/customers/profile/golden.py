"""The golden record: for each attribute what survives, where it came from, why, and what the others said.

    {"name": {"value": "张伟", "source": "core", "record": "…", "at": "2025-03-01T…", "verified": true, "rule": "trust",
              "others": [{"value": "張偉", "source": "cards", …}]},
     "phone": …}

Attributes a customer has many of (phones, e-mails, addresses) keep every voice in `others`: these do not contradict
one another.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from foyer.base import clock
from foyer.customers.profile.claims import MANY
from foyer.customers.profile.survivorship import decisive

Golden = dict[str, dict[str, Any]]
OTHERS_KEPT = 20


def assemble(
    rows: Iterable[Mapping[str, Any]], chosen: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[tuple[str, Golden]]:
    """Golden records from ranked voices, which must come ordered by customer, attribute and place."""
    for customer, theirs in groupby(rows, key=lambda row: row["customer_id"]):
        yield (
            str(customer),
            {
                attribute: _surviving(attribute, list(voices), chosen)
                for attribute, voices in groupby(theirs, key=lambda row: row["attribute"])
            },
        )


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
    today = clock.now().date()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None


def _surviving(
    attribute: str, voices: list[Mapping[str, Any]], chosen: Mapping[str, tuple[str, ...]] | None
) -> dict[str, Any]:
    winner, others = voices[0], voices[1:]
    runner_up = others[0] if others else None
    return {
        **_voice(winner),
        "rule": decisive(winner, runner_up, attribute, chosen),
        "others": [_voice(other) for other in others[:OTHERS_KEPT]],
    }


def _voice(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": row["value"],
        "source": row["source"],
        "record": str(row["record_id"]),
        "at": _instant(row["at"]),
        "verified": bool(row["verified"]),
        "frequency": int(row["frequency"]),
    }


def _instant(at: Any) -> str:
    moment: datetime = at.to_pydatetime() if hasattr(at, "to_pydatetime") else at
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
