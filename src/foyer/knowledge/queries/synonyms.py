"""The bank's words that mean the same, for whoever reads texts by them."""

from foyer.knowledge.models import SynonymGroup
from foyer.knowledge.shelf.synonyms import Synonyms, table_of

__all__ = ["Synonyms", "synonym_groups", "table_of"]


def synonym_groups() -> tuple[tuple[str, ...], ...]:
    """Every group in use, in an order that stays."""
    rows = SynonymGroup.objects.filter(is_active=True).order_by("id").values_list("terms", flat=True)
    return tuple(tuple(terms) for terms in rows)
