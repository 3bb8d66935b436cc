"""What one can subscribe to."""

from foyer.api.webhooks.errors import UnknownFact
from foyer.base.events import fact_names

__all__ = ["check_facts", "fact_names"]


def check_facts(names: list[str]) -> list[str]:
    """The names, each once, or UnknownFact."""
    unknown = sorted(set(names) - set(fact_names()))
    if unknown:
        raise UnknownFact(names=unknown)
    return sorted(set(names))
