"""What a reader finds in a document, in its order, each with its place."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "step", "bullet"]
MOST_BLOCKS = 20_000
MOST_LETTERS = 2_000_000


@dataclass(frozen=True)
class Block:
    """One paragraph; `level` counts for headings only."""

    kind: Kind
    text: str
    place: str
    level: int = 0


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a row, a page, a line."""

    place: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"place": self.place, "message": self.message}


class Unreadable(Exception):
    """The document as a whole cannot be read; says why in words for its reader."""

    def __init__(self, message: str, place: str = "") -> None:
        self.problem = Problem(place, message)
        super().__init__(message)


def tidy(text: str) -> str:
    """One line without doubled spaces or letters that cannot be seen."""
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())
