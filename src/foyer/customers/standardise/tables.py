"""Small tables written the short way round: for each meaning, all the ways it is written."""

from collections.abc import Mapping
from typing import TypeVar

Meaning = TypeVar("Meaning")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def written_as(table: Mapping[Meaning, str], between: str | None = None) -> dict[str, Meaning]:
    """{"CNY": "rmb 人民币"} → {"rmb": "CNY", "人民币": "CNY"}."""
    return {said: meant for meant, words in table.items() for said in words.split(between)}
