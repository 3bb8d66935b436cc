"""What a message names: sums, days, cards and their tails, documents, phones, products, branches, rates and terms.

    for found in entities(text, today=date(2026, 11, 27)):
        found.kind, found.value, found.confidence, found.reason, found.of(text)

Chinese (both scripts) and English. Of two readings of the same place one stays (`entity.RANKS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from foyer.assistant.understanding.entities.amounts import amounts
from foyer.assistant.understanding.entities.dates import dates
from foyer.assistant.understanding.entities.entity import RANKS, Entity, settled
from foyer.assistant.understanding.entities.numbers import identifying, references, tails
from foyer.assistant.understanding.entities.rates import rates, terms
from foyer.assistant.understanding.entities.vocabulary import branches, products
from foyer.assistant.understanding.script import plain
from foyer.privacy.deid import Span, find

__all__ = ["RANKS", "Entity", "entities"]


def entities(
    text: str, *, today: date, spans: Iterable[Span] | None = None, places: Mapping[str, str] | None = None
) -> tuple[Entity, ...]:
    """Everything the text names, in order. `spans` are what leads to a person in it, where that was looked up before;
    `places` the names and codes of branches and outlets."""
    simple = plain(text)
    leads = list(find(text) if spans is None else spans)
    sums = list(amounts(simple))
    named = chain(
        _without_sums(identifying(text, leads), sums),
        tails(simple),
        references(simple),
        dates(simple, today),
        rates(simple),
        sums,
        terms(simple),
        products(simple),
        branches(simple, places or {}),
    )
    return settled(list(named))


def _without_sums(found: Iterable[Entity], sums: Sequence[Entity]) -> Iterator[Entity]:
    """10000000.00元 is a sum with its currency, though its digits could be dialled."""
    plain_sums = [one for one in sums if one.reason == "named_currency"]
    for entity in found:
        is_sum = any(one.start <= entity.start and entity.end <= one.end for one in plain_sums)
        if not (entity.kind == "phone" and is_sum):
            yield entity
