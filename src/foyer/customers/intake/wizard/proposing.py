"""A mapping proposed from a preview: what a data owner then reads, corrects and completes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from foyer.customers.intake.wizard.guessing import Guess, guesses, plain
from foyer.customers.intake.wizard.previewing import Column, Preview
from foyer.customers.standard import STANDARD

MAIN = ("party", "account", "account_party", "holding", "transaction", "service_interaction", "behaviour_event")
WEAKEST = 0.5
PARTY_PARTS = ("contact_point", "identifier", "address")


def propose(preview: Preview, *, source: str = "new_source", title: str = "", owner: str = "") -> str:
    """The mapping as YAML. Legal basis and purpose are the owner's to say: they are left out, and the check asks."""
    entity = likeliest_entity(preview)
    table = table_of(preview, entity, chosen_fields(preview.columns, entity))
    head = {"source": source, "title": title or Path(preview.name).stem, "owner": owner or "?"}
    return mapping_of(preview, entity, table, head)


def mapping_of(preview: Preview, entity: str, table: dict[str, Any], head: Mapping[str, str]) -> str:
    """A mapping of one table as YAML; what `head` leaves empty is left out."""
    name = re.sub(r"[^a-z0-9_]+", "_", Path(preview.name).name.split(".")[0].lower()).strip("_0123456789") or entity
    data: dict[str, Any] = {
        **{word: head.get(word) for word in ("source", "title", "owner", "basis", "purpose")},
        "from": {"folder": "."},
        "files": _files(preview),
        "tables": {name: table},
    }
    return yaml.safe_dump({k: v for k, v in data.items() if v}, allow_unicode=True, sort_keys=False, width=110)


def likeliest_entity(preview: Preview) -> str:
    """What the rows are: by how well the columns fit, what they lack, and what the file is called."""
    return max(MAIN, key=lambda entity: _fit(preview, entity))


def _fit(preview: Preview, entity: str) -> float:
    chosen = chosen_fields(preview.columns, entity)
    own = {guess.field for guess in chosen.values() if guess.entity == entity}
    lacking = len({*STANDARD[entity].required, *STANDARD[entity].key} - own - {"kind", "currency", "role"})
    words = {plain(word) for word in re.split(r"[^\w]+|_|\d+", preview.name) if word}
    named = 1.5 if words & {plain(entity), *map(plain, STANDARD[entity].aliases)} else 0.0
    return sum(guess.score for guess in chosen.values()) + named - 2 * lacking


def chosen_fields(columns: list[Column], entity: str) -> dict[str, Guess]:
    """The best guess for each column; a field is taken once, by the column that fits it best."""
    ranked = sorted(
        ((guess, column.name) for column in columns for guess in guesses(column.name, column.kinds, entity)),
        key=lambda each: -each[0].score,
    )
    chosen: dict[str, Guess] = {}
    taken: set[tuple[str, str, str]] = set()
    for guess, name in ranked:
        target = (guess.entity, guess.field, guess.kind if guess.entity != "contact_point" else f"{guess.kind}{name}")
        if guess.score >= WEAKEST and name not in chosen and target not in taken:
            chosen[name] = guess
            taken.add(target)
    return {column.name: chosen[column.name] for column in columns if column.name in chosen}


def _files(preview: Preview) -> dict[str, Any]:
    usual = type(preview.files)()
    names = ("format", "delimiter", "encoding", "compression")
    return {n: getattr(preview.files, n) for n in names if getattr(preview.files, n) != getattr(usual, n)}


def table_of(preview: Preview, entity: str, chosen: dict[str, Guess]) -> dict[str, Any]:
    """One table of the mapping: where its rows are, what names them, what each gives."""
    fields = {guess.field: name for name, guess in chosen.items() if guess.entity == entity}
    keys = [fields[name] for name in STANDARD[entity].key if name in fields]
    key = keys[0] if len(keys) == 1 else keys or preview.columns[0].name
    gives: list[dict[str, Any]] = [{entity: _with_kinds(entity, fields)}]
    party = fields.get("source_key") or fields.get("party_key") or preview.columns[0].name
    gives += [_part(guess, name, party) for name, guess in chosen.items() if guess.entity in PARTY_PARTS[:2]]
    place = {guess.field: name for name, guess in chosen.items() if guess.entity == "address"}
    gives += [{"address": {"party_key": party, "kind": {"is": "home"}, **place}}] if place else []
    return {"file": preview.name, "key": key, "gives": gives}


def _with_kinds(entity: str, fields: dict[str, str]) -> dict[str, Any]:
    """What must be said and no column says: the usual, for the owner to correct."""
    usual = {
        "party": {"kind": "person"},
        "account": {"kind": "current", "currency": "CNY"},
        "account_party": {"role": "owner"},
        "holding": {"kind": "other"},
        "transaction": {"currency": "CNY"},
        "behaviour_event": {"kind": "track"},
    }.get(entity, {})
    return {**fields, **{name: {"is": value} for name, value in usual.items() if name not in fields}}


def _part(guess: Guess, column: str, party: str) -> dict[str, Any]:
    return {guess.entity: {"party_key": party, "kind": {"is": guess.kind}, "value": column}}
