"""Rows of the table of customers, from what is said of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db import connection

from foyer.base import clock
from foyer.base.crypto import indexer, sealer
from foyer.customers.models import PHONE
from foyer.customers.profile import golden as gold
from foyer.customers.profile.golden import Golden, survivors
from foyer.customers.profile.publishing.extras import KIND, SIGN_IN, TAIL
from foyer.customers.profile.publishing.pieces import Piece
from foyer.customers.profile.scoring import score
from foyer.customers.profile.search import keys_for
from foyer.customers.profile.survivorship import orders
from foyer.customers.profile.voices import Spoken
from foyer.staff import queries as staff

ELDERLY_AGE = 65
FIRST_NUMBER = 200_000_000
SEALED = ("name", "phone", "email", "golden")
COLUMNS = (
    "id", "kind", "number", "name", "phone", "phone_index", "email", "language", "birth_year", "is_elderly",
    "is_vulnerable", "tier", "unit_id", "joined_at", "golden", "golden_fingerprint", "golden_at", "quality",
    "search_keys", "blocked_by", "blocked_reason",
)  # fmt: skip


class Told(NamedTuple):
    """All that is said of one customer, by attribute and place, and what its row says so far (empty where none is)."""

    customer: str
    voices: list[Spoken]
    number: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class _Portrait:
    """One customer, ready to be written."""

    customer: str
    number: str
    golden: Golden
    text: bytes
    extras: Mapping[str, list[str]]
    fingerprint: str

    def beside(self, name: str) -> str:
        return next(iter(self.extras.get(name, ())), "")


class Builder:
    """Knows the units and the bank's orders of criteria. It asks nobody anything more, wherever it works."""

    def __init__(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        self.orders = orders(chosen)
        self.units = {code: str(unit) for code, unit in staff.units_by_code().items()}
        self.root = str(staff.root_unit_id() or "") or None
        self.now = clock.now().isoformat()
        self.today = clock.now().date()

    def __call__(self, piece: Piece[tuple[str, str, str]]) -> list[tuple[object, ...]]:
        """The rows of a piece of the ranked voices, which any process can make."""
        unknown = ("", "", "")
        told = (Told(one, spoken, *piece.known.get(one, unknown)[1:]) for (one,), spoken in piece.runs(1))
        return self.rows(told, piece.numbers)

    def rows(self, batch: Iterable[Told], numbers: Iterable[str]) -> list[tuple[object, ...]]:
        """One row for each customer of whom something else is said than before; `numbers` for those who have none."""
        changed = [portrait for told in batch if (portrait := self._portrait(told)).fingerprint != told.fingerprint]
        seals, index = {name: sealer(f"customers_customer.{name}") for name in SEALED}, indexer(PHONE)
        left = iter(numbers)
        return [self._row(portrait, portrait.number or next(left), seals, index) for portrait in changed]

    def _portrait(self, told: Told) -> _Portrait:
        extras: dict[str, list[str]] = {}
        spoken: list[Spoken] = []
        for voice in told.voices:
            if voice[1].startswith("_"):
                extras.setdefault(voice[1], []).append(voice[2])
            else:
                spoken.append(voice)
        golden = survivors(spoken, self.orders)
        text = msgspec.json.encode(golden)
        return _Portrait(told.customer, told.number, golden, text, extras, fingerprint(text, extras))

    def _row(
        self, of: _Portrait, number: str, seals: Mapping[str, Callable[[str | bytes, UUID], str]],
        index: Callable[[str], str],
    ) -> tuple[object, ...]:  # fmt: skip
        golden, row, phone = of.golden, UUID(of.customer), of.beside(SIGN_IN)
        said = {name: kept["value"] for name, kept in golden.items()}
        kind, born = of.beside(KIND) or "person", gold.day(golden, "born_on")
        return (
            of.customer, kind, number, seals["name"](said.get("name", ""), row), seals["phone"](phone, row),
            index(phone) if phone else None, seals["email"](said.get("email", ""), row),
            said.get("language") if said.get("language") in ("zh", "en") else "zh", born and born.year,
            born is not None and gold.years_since(born, self.today) >= ELDERLY_AGE,
            said.get("is_vulnerable") == "true", said.get("segment", "")[:20], self._unit(said, of),
            self._joined(gold.day(golden, "joined_on")), seals["golden"](of.text if golden else b"", row),
            of.fingerprint, self.now, score(golden, kind),
            f"{{{','.join(keys_for(golden, number, tuple(of.extras.get(TAIL, ()))))}}}", "", "",
        )  # fmt: skip

    def _unit(self, said: Mapping[str, str], of: _Portrait) -> str | None:
        """A new customer whose branch nobody names belongs to head office; one who is known stays where they are."""
        return self.units.get(said.get("branch_code", "")) or (None if of.number else self.root)

    def _joined(self, day: date | None) -> str:
        return f"{day} 00:00:00+00" if day else self.now


def fingerprint(golden: bytes, extras: Mapping[str, list[str]]) -> str:
    """Equal for equal golden records, whatever engine ranked them."""
    beside = msgspec.json.encode({name: sorted(extras[name]) for name in sorted(extras)})
    return blake2b(golden + beside, digest_size=16).hexdigest()


def new_numbers(count: int) -> list[str]:
    """As many customer numbers as asked, never given before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('customers_customernumber', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [str(FIRST_NUMBER + row[0]) for row in cursor.fetchall()]
