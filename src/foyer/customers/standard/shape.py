"""What the standard is made of: entities with fields, fields with meaning, legends and rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from foyer.base.legends import Legend

FieldKind = Literal["text", "code", "date", "datetime", "decimal", "integer", "boolean"]
Dimension = Literal["completeness", "validity", "uniqueness", "consistency", "timeliness", "accuracy"]
Severity = Literal["reject", "flag"]


class Bilingual(NamedTuple):
    """One sentence in the two languages of the house."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Rule:
    """One thing a value must satisfy. `reject` quarantines the row; `flag` lets it go on and counts against the score.

    `code` names the check (`standard.rules` lists them); `params` are its arguments.
    """

    code: str
    dimension: Dimension
    severity: Severity
    meaning: Bilingual
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """One value of the standard. Without a legend it cannot be declared.

    `standardise` and `options` say how it is read (`standardise.REGISTRY`); `by` names the field of the row that says
    how, where there is one: the kind of a document reads its number.
    """

    name: str
    meaning: Bilingual
    kind: FieldKind
    legend: Legend
    format: Bilingual
    codes: Mapping[str, Bilingual] = field(default_factory=dict)
    required: bool = False
    standardise: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    mask: str = "none"
    scale: int = 2
    aliases: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def data_class(self) -> str:
        return self.legend.data_class

    @property
    def jrt0197(self) -> int:
        return self.legend.jrt0197

    @property
    def nfra_level(self) -> str:
        return self.legend.nfra_level

    @property
    def pipl_sensitive(self) -> bool:
        return self.legend.pipl_sensitive

    @property
    def gdpr_special(self) -> bool:
        return self.legend.gdpr_special

    @property
    def pci(self) -> str:
        return self.legend.pci

    @property
    def arrow_type(self) -> pa.DataType:
        return pa.decimal128(20, self.scale) if self.kind == "decimal" else _ARROW[self.kind]


_ARROW: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", tz="UTC"),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}


@dataclass(frozen=True)
class Entity:
    """One kind of row of the standard. `key` is what is unique within one source."""

    name: str
    meaning: Bilingual
    key: tuple[str, ...]
    fields: Mapping[str, Field]
    belongs_to: str | None = None
    rules: tuple[Rule, ...] = ()
    aliases: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    @property
    def party_field(self) -> str | None:
        """The field that holds the party's source key, where the entity has one."""
        if self.name == "party":
            return "source_key"
        return "party_key" if "party_key" in self.fields else None

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.fields.values() if one.required)

    def arrow_schema(self) -> pa.Schema:
        return pa.schema([pa.field(one.name, one.arrow_type) for one in self.fields.values()])


@dataclass(frozen=True)
class Standard:
    """The bank's collection standard: every source is mapped to it, every value is judged by it."""

    version: str
    entities: Mapping[str, Entity]

    def __getitem__(self, name: str) -> Entity:
        return self.entities[name]

    def __contains__(self, name: object) -> bool:
        return name in self.entities

    def field(self, path: str) -> Field:
        """`party.name` → the field."""
        entity, _, name = path.partition(".")
        return self.entities[entity].fields[name]
