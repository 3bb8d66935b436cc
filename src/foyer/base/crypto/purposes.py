"""What a data key is for. Each has keys of its own, so that one that leaks opens nothing else."""

from foyer.base.legends import CARD, FINANCE, FREE_TEXT, SECRET, TOKEN, Legend

IDENTITY = "identity"
FINANCE_DATA = "finance"
CONTENT = "content"
TOKENS = "tokens"
AUDIT = "audit"
FILES = "files"
LAKE = "lake"
BACKUPS = "backups"
INDEXES = "indexes"
"""Blind indexes and search keys: always under a key that serves every purpose."""

LETTERS = {
    IDENTITY: "i", FINANCE_DATA: "f", CONTENT: "c", TOKENS: "t", AUDIT: "a", FILES: "x", LAKE: "l", BACKUPS: "b",
}  # fmt: skip
"""How a stored text says for what its key is."""
ALONE = (IDENTITY, FINANCE_DATA, CONTENT, TOKENS, FILES, LAKE)
"""Whose key can be changed and destroyed without the others'."""
OF_LETTER = {letter: purpose for purpose, letter in LETTERS.items()}


def purpose_of(legend: Legend | None) -> str:
    """The purpose of the key for values of one legend; what says nothing is sealed as identity."""
    if legend is FREE_TEXT:
        return CONTENT
    if legend is CARD or legend is FINANCE:
        return FINANCE_DATA
    return TOKENS if legend is SECRET or legend is TOKEN else IDENTITY
