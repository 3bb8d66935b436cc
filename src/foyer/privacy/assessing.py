"""What risk assessment is told by this room: parties outside, classes of what libraries keep, and purposes.

A purpose that needs an impact assessment is not used without (`consents.purposes.activate`); a draft of one begins with
what the register of purposes and recipients says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foyer.base.text import Bilingual
from foyer.customers.sources import queries as sources
from foyer.privacy.classes.declared import DECLARED
from foyer.privacy.consents import kinds
from foyer.privacy.models import Purpose, Recipient
from foyer.security.risks import assessments, register
from foyer.security.risks.register import Entry, Kind


@register.part
def parties() -> Iterator[Entry]:
    """Everybody outside who receives or gives data, with region, role and the kinds of data that flow."""
    for row in Recipient.objects.exclude(status="ended"):
        kind = Kind.SOURCE if row.role == Recipient.Role.SOURCE else Kind.PARTY
        facts = {"role": row.role, "region": row.region, "fields": dict.fromkeys(row.kinds, "C2")}
        way = "in" if kind == Kind.SOURCE else "out"
        yield Entry(f"party:{row.code}", kind, row.name, "privacy", facts, tuple(f"{way}:{one}" for one in row.kinds))


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
        yield Entry(f"table:{model}", Kind.TABLE, Bilingual(model, model), model.split(".")[0], {"fields": fields})


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
    facts = {"third_party": party is not None, "contract": party.contract if party else ""}
    return {"title": one.title, "facts": facts}


def _described(row: Purpose) -> dict[str, str]:
    said = {}
    for language, form in (("zh", "{plain} 数据种类：{kinds}。"), ("en", "{plain} Kinds of data: {kinds}.")):
        words = ("、" if language == "zh" else ", ").join(kinds.names(row.kinds, language))
        said[language] = form.format(plain=row.plain.in_(language), kinds=words)
    return said


def _lawful(row: Purpose) -> dict[str, str]:
    basis = row.get_basis_display()
    return {
        "zh": f"法律依据：{row.articles}。{row.means.in_('zh')}",
        "en": f"Legal basis: {basis} ({row.articles}). {row.means.in_('en')}",
    }
