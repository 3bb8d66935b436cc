"""A mapping made from what a person chose on the wizard's page: for each column a field and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foyer.customers.intake.wizard.guessing import CONTACTS, DOCUMENTS, Guess
from foyer.customers.intake.wizard.previewing import Preview
from foyer.customers.intake.wizard.proposing import chosen_fields, likeliest_entity, mapping_of, table_of
from foyer.customers.standard import STANDARD

SPECIAL = {"contact_point": CONTACTS, "identifier": DOCUMENTS}
PLACE_PARTS = ("text", "province", "city", "district", "street", "postcode", "country")


@dataclass(frozen=True)
class Choice:
    """What one column becomes: "party.name", "contact_point.value:phone", or nothing; `read_as` is a standardiser."""

    target: str = ""
    read_as: str = ""

    @property
    def guess(self) -> Guess | None:
        entity, _, rest = self.target.partition(".")
        field, _, kind = rest.partition(":")
        is_known = entity in STANDARD and field in STANDARD[entity].fields
        return Guess(entity, field, 1.0, kind) if is_known else None


def proposed(preview: Preview, entity: str = "") -> tuple[str, dict[str, Choice]]:
    """The entity (the likeliest, unless one is named) and the choices that the proposal makes."""
    entity = entity if entity in STANDARD else likeliest_entity(preview)
    found = chosen_fields(preview.columns, entity)
    return entity, {column.name: _choice(found.get(column.name)) for column in preview.columns}


def targets(entity: str) -> list[str]:
    """What a column of a table of this entity can become."""
    own = [f"{entity}.{name}" for name in STANDARD[entity].fields]
    if entity != "party":
        return own
    special = [f"{part}.value:{kind}" for part, kinds in SPECIAL.items() for kind in kinds]
    return [*own, *special, *(f"address.{part}" for part in PLACE_PARTS)]


def compose(preview: Preview, entity: str, choices: Mapping[str, Choice], head: Mapping[str, str]) -> str:
    """The mapping as YAML; `head` gives source, title, owner, basis, purpose, and what is empty is left out."""
    chosen = {name: choice.guess for name, choice in choices.items() if choice.guess}
    table = table_of(preview, entity, chosen)
    read_as = {name: choice.read_as for name, choice in choices.items() if choice.read_as}
    table["gives"] = [_read_as(gives, read_as) for gives in table["gives"]]
    return mapping_of(preview, entity, table, head)


def _choice(guess: Guess | None) -> Choice:
    if guess is None:
        return Choice()
    kind = f":{guess.kind}" if guess.kind and guess.entity in SPECIAL else ""
    return Choice(f"{guess.entity}.{guess.field}{kind}")


def _read_as(gives: dict[str, Any], read_as: Mapping[str, str]) -> dict[str, Any]:
    return {
        entity: {
            field: {"from": made, "as": read_as[made]} if isinstance(made, str) and made in read_as else made
            for field, made in fields.items()
        }
        for entity, fields in gives.items()
    }
