"""What risk assessment is told by this room: parties outside, classes of what libraries keep, and purposes.

A purpose that needs an impact assessment is not used without (`consents.purposes.activate`); a draft of one begins with
what the register of purposes and recipients says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from foyer.base.text import Bilingual
from foyer.customers.sources import queries as sources
from foyer.customers.standard import STANDARD
from foyer.privacy.assessed_facts import basis as basis_of
from foyer.privacy.classes.declared import DECLARED
from foyer.privacy.consents import kinds
from foyer.privacy.models import Purpose, Recipient
from foyer.security.risks import assessments, flows, register
from foyer.security.risks.facts import in_both
from foyer.security.risks.flows import IN, OUT, Flow, Node, room
from foyer.security.risks.register import Entry, Kind

KEPT_IN = dict.fromkeys(("conversation", "rating", "voice", "image"), "conversations")
"""Which room holds a kind of data; what is not named here, customers does."""
THEMSELVES = Node("person:customer", Bilingual("客户本人（门户、API）", "Customers themselves (portal, API)"), IN)
SAID = {
    "customers": ("contact", "identity", "behaviour", "device"),
    "conversations": ("conversation", "rating"),
    "privacy": ("contact",),
}
"""What customers give us themselves, by the room that takes it."""


@register.part
def parties() -> Iterator[Entry]:
    """Everybody outside who receives or gives data, with region, role and the kinds of data that flow."""
    for row in Recipient.objects.exclude(status="ended"):
        kind = Kind.SOURCE if row.role == Recipient.Role.SOURCE else Kind.PARTY
        facts = {"role": row.role, "region": row.region, "fields": {one: _class_of(one) for one in row.kinds}}
        way = "in" if kind == Kind.SOURCE else "out"
        yield Entry(f"party:{row.code}", kind, row.name, "privacy", facts, tuple(f"{way}:{one}" for one in row.kinds))


def _class_of(kind: str) -> str:
    return kinds.KINDS[kind].legend.data_class if kind in kinds.KINDS else "C2"


@flows.part
def to_and_from_parties() -> Iterator[Flow]:
    """Each party outside, the kinds of data that flow, and the rooms that hold them."""
    for row in Recipient.objects.exclude(status="ended"):
        if row.role == Recipient.Role.SOURCE and row.code.startswith("source:"):
            continue  # told below, with what its mapping brings
        is_source = row.role == Recipient.Role.SOURCE
        party = Node(f"party:{row.code}", row.name, IN if is_source else OUT)
        for kind in row.kinds:
            held = room(KEPT_IN.get(kind, "customers"))
            ends = (party, held) if is_source else (held, party)
            yield Flow(*ends, _named(kind), _class_of(kind), row.region)


@flows.part
def by_themselves() -> Iterator[Flow]:
    """What customers give us when they sign in, talk and choose."""
    for code, said in SAID.items():
        for kind in said:
            yield Flow(THEMSELVES, room(code), _named(kind), _class_of(kind))


@flows.part
def from_sources() -> Iterator[Flow]:
    """Every source on the list: the entities of the standard that its mapping gives, and their worst class."""
    for one in sources.all_sources():
        given = dict.fromkeys(gives.entity for table in one.tables.values() for gives in table.gives)
        names = tuple(Bilingual(STANDARD[name].meaning.zh, name.replace("_", " ")) for name in given)
        worst = flows.worst_of(field.data_class for name in given for field in STANDARD[name].fields.values())
        yield Flow(Node(f"source:{one.code}", one.title, IN), room("customers"), names, worst)


def _named(kind: str) -> tuple[Bilingual, ...]:
    return (kinds.KINDS[kind].name if kind in kinds.KINDS else Bilingual(kind, kind),)


@register.part
def collected() -> Iterator[Entry]:
    """Every source that the collection standard reads, and what it brings."""
    for one in sources.all_sources():
        yield Entry(f"source:{one.code}", Kind.SOURCE, one.title, "customers", {}, ("in:customers",))


@register.part
def of_libraries() -> Iterator[Entry]:
    """What libraries keep for us, as this room declares it."""
    tables: dict[str, dict[str, str]] = {}
    for (model, field), (legend, _why) in DECLARED.items():
        tables.setdefault(model, {})[field] = legend.data_class
    for model, fields in tables.items():
        name = in_both(apps.get_model(model)._meta.verbose_name_plural)
        yield Entry(f"table:{model}", Kind.TABLE, name, model.split(".")[0], {"fields": fields})


@assessments.needs
def purposes() -> Iterator[tuple[str, str, Bilingual]]:
    """Purposes that may not be used without an assessment."""
    for row in Purpose.objects.filter(needs_assessment=True):
        yield f"purpose:{row.code}", row.assessment or f"PIA-{row.code}".upper()[:60], row.name


@assessments.prefill("purpose")
def purpose(code: str) -> dict[str, Any] | None:
    """What the register knows of a purpose: with which data, on which basis, how long, to whom."""
    row = Purpose.objects.filter(code=code).first()
    if row is None:
        return None
    told = {one.code: one.name.as_json() for one in Recipient.objects.filter(purposes=row).exclude(status="ended")}
    facts = {
        "kinds": row.kinds, "classes": row.classes, "basis": row.basis, "articles": row.articles, "rule": row.rule,
        "sensitive": row.pipl_sensitive, "retention": row.retention_words.as_json(), "recipients": told,
    }  # fmt: skip
    return {"title": row.name, "facts": facts, "answers": {"description": _described(row), "legitimacy": _lawful(row)}}


@assessments.prefill("source")
def source(code: str) -> dict[str, Any] | None:
    """What the register knows of a source."""
    one = next((each for each in sources.all_sources() if each.code == code), None)
    if one is None:
        return None
    party = one.third_party
    facts = {"third_party": party is not None, "contract": party.contract if party else "", "basis": one.basis}
    given = sorted({gives.entity for table in one.tables.values() for gives in table.gives})
    entities = {"zh": "、".join(STANDARD[name].meaning.zh for name in given), "en": ", ".join(given).replace("_", " ")}
    answers = {
        "description": {"zh": f"该来源提供：{entities['zh']}。", "en": f"The source gives: {entities['en']}."},
        "legitimacy": {"zh": one.purpose.in_("zh"), "en": one.purpose.in_("en")},
    }
    return {"title": one.title, "facts": facts, "answers": answers}


def _described(row: Purpose) -> dict[str, str]:
    said = {}
    for language, form in (("zh", "{plain} 数据种类：{kinds}。"), ("en", "{plain} Kinds of data: {kinds}.")):
        words = ("、" if language == "zh" else ", ").join(kinds.names(row.kinds, language))
        said[language] = form.format(plain=row.plain.in_(language), kinds=words)
    return said


def _lawful(row: Purpose) -> dict[str, str]:
    basis = basis_of(row.basis)
    return {
        "zh": f"法律依据：{basis.zh}（{row.articles}）。{row.means.in_('zh')}",
        "en": f"Legal basis: {basis.en} ({row.articles}). {row.means.in_('en')}",
    }
