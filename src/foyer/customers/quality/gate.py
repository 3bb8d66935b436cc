"""The gate: every converted row against every rule of its entity, in one pass over the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foyer.base.engine import Engine
from foyer.customers.quality import duplicates
from foyer.customers.quality.checks import HAS, Seen, broken, joined
from foyer.customers.quality.gated import Asked, Gated, written_down
from foyer.customers.quality.reference import Reference, references
from foyer.customers.standard import STANDARD, Entity, Field, Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir


def split(
    engine: Engine,
    converted: ir.Table,
    entity: Entity | str,
    *,
    source: str,
    table: str,
    reference: Reference | None = None,
) -> Gated:
    """Judge the converted rows of one table: what goes on, what is held back and why, how good each field is.

    1. Join what rules compare with: known keys, the party's resident ID, keys that occur twice. 2. Compute each rule
    as one bit of the row's mask. 3. Write rows and masks down, so that all that is asked afterwards is a cheap read.
    `reference` is what the lake knows of the source when it is left out.
    """
    entity = STANDARD[entity] if isinstance(entity, str) else entity
    reference = reference or references(engine, source)
    seen = Seen(_joined(converted, entity, reference), entity, reference)
    asked, masks = _masks(seen, converted)
    judged = seen.table.select(*converted.columns, duplicates.TWIN, **masks)
    columns = tuple(name for name in converted.columns if not name.endswith("__raw"))
    return Gated(engine, source, table, entity, asked, written_down(engine, judged), columns)


def _joined(converted: ir.Table, entity: Entity, reference: Reference) -> ir.Table:
    table = _with_ids(duplicates.marked(converted, entity), entity, reference)
    for field, rule in _rules(entity):
        if rule.code == "refers_to" and field.name in converted.columns:
            table = _with_keys(table, field.name, joined(field.name, rule.params), rule, reference)
    return table


def _with_keys(table: ir.Table, name: str, mark: str, rule: Rule, reference: Reference) -> ir.Table:
    keys = reference.keys.get((rule.params["entity"], rule.params["field"]))
    if keys is None:
        return table
    keys = keys.select(**{mark: keys["value"]})
    return table.left_join(keys, table[name] == keys[mark])


def _with_ids(table: ir.Table, entity: Entity, reference: Reference) -> ir.Table:
    party = entity.party_field
    if reference.ids is None or party is None or party not in table.columns:
        return table
    ids = reference.ids
    ids = ids.group_by(__party=ids["party_key"]).agg(**{f"{HAS}id": ids["resident_id"].max()})
    return table.left_join(ids, table[party] == ids["__party"]).drop("__party")


def _masks(seen: Seen, converted: ir.Table) -> tuple[list[Asked], dict[str, ir.IntegerValue]]:
    """The rules that can be asked of this table, and the columns that hold their bits."""
    asked: list[Asked] = []
    masks: dict[str, ir.IntegerValue] = {}
    for field, rule in _rules(seen.entity):
        if field.name not in converted.columns or (wrong := broken(seen, field, rule)) is None:
            continue
        one = Asked(len(asked), field, rule)
        bit = wrong.ifelse(one.bit, 0).cast("int64")
        masks[one.column] = masks[one.column] + bit if one.column in masks else bit
        asked.append(one)
    return asked, masks


def _rules(entity: Entity) -> list[tuple[Field, Rule]]:
    """Every rule with its field; one of the whole entity stands with the first field that it names."""
    of_fields = [(field, rule) for field in entity.fields.values() for rule in field.rules]
    of_entity = [(entity.fields[rule.params.get("fields", entity.key)[0]], rule) for rule in entity.rules]
    return of_entity + of_fields
