"""Where the knowledge has outgrown comparing: the index that finds close meanings."""

from foyer.knowledge.shelf import current
from foyer.knowledge.shelf.meanings import build_index


def index_meanings() -> bool:
    """Make the index of meanings if there are more sentences than are compared one by one. Says whether it did."""
    return not current().is_exact and build_index()
