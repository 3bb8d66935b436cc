"""How an entity is written down: one line per field, the rest follows from its kind and its standardiser."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foyer.base.legends import Legend
from foyer.customers.standard import aliases, rules
from foyer.customers.standard.shape import Bilingual, Entity, Field, FieldKind, Rule

_FORMATS: dict[str, Bilingual] = {
    "text": Bilingual("文本", "text"),
    "code": Bilingual("代码", "a code"),
    "date": Bilingual("YYYY-MM-DD", "YYYY-MM-DD"),
    "datetime": Bilingual("YYYY-MM-DDThh:mm:ss，协调世界时", "YYYY-MM-DDThh:mm:ss, UTC"),
    "decimal": Bilingual("十进制数，小数点为句点", "decimal number, full stop as decimal sign"),
    "integer": Bilingual("整数", "whole number"),
    "boolean": Bilingual("true / false", "true / false"),
}
_STANDARDISERS = {"text": "text", **{kind: kind for kind in ("date", "datetime", "decimal", "integer", "boolean")}}


def field(
    name: str,
    zh: str,
    en: str,
    kind: FieldKind,
    legend: Legend,
    *,
    codes: Mapping[str, Bilingual] | None = None,
    written: tuple[str, str] | None = None,
    standardise: str | None = None,
    options: Mapping[str, Any] | None = None,
    spoken: Mapping[str, str] | None = None,
    by: str | None = None,
    required: bool = False,
    mask: str = "none",
    scale: int = 2,
    check: tuple[Rule, ...] = (),
) -> Field:
    """A field of the standard; its shape already brings the rules that follow from it."""
    codes = dict(codes or {})
    standardise = standardise or ("code" if codes else _STANDARDISERS.get(kind, "text"))
    own = tuple(_from_shape(required, codes, standardise))
    return Field(
        name=name,
        meaning=Bilingual(zh, en),
        kind=kind,
        legend=legend,
        format=Bilingual(*written) if written else _FORMATS[kind],
        codes=codes,
        required=required,
        standardise=standardise,
        options=dict(options or {}) | _table(codes, spoken or {}, standardise),
        by=by,
        mask=mask,
        scale=scale,
        rules=own + check,
    )


def _from_shape(required: bool, codes: Mapping[str, Bilingual], standardise: str) -> list[Rule]:
    found = [rules.required()] if required else []
    if standardise != "text":
        found.append(rules.readable("reject" if required else "flag"))
    return [*found, rules.in_codes(codes, "reject" if required else "flag")] if codes else found


def _table(codes: Mapping[str, Bilingual], spoken: Mapping[str, str], standardise: str) -> dict[str, Any]:
    """What is written for each code: itself, its two names, and `spoken`: other words and the numbers of GB tables."""
    if standardise != "code":
        return {}
    said = [(one, code) for code, names in codes.items() for one in (code, *names, *spoken.get(code, "").split())]
    return {"table": tuple(said)}


def entity(
    name: str, zh: str, en: str, *fields: Field, key: str, of: str | None = None, check: tuple[Rule, ...] = ()
) -> Entity:
    """An entity of the standard with its own key rule; `of` names the entity it belongs to."""
    keys = tuple(key.split())
    named = {one.name: replace(one, aliases=aliases.of_field(name, one.name)) for one in fields}
    return Entity(name, Bilingual(zh, en), keys, named, of, (rules.unique(*keys), *check), aliases.of_entity(name))


def codes(**named: str) -> dict[str, Bilingual]:
    """`codes(M="男|male")` → {"M": Bilingual("男", "male")}."""
    return {code: Bilingual(*text.split("|")) for code, text in named.items()}
