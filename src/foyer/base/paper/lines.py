"""What stands on a page: paragraphs, and how each is set."""

from dataclasses import dataclass

Colour = tuple[int, int, int]
INK: Colour = (28, 37, 44)
GREY: Colour = (98, 112, 122)
TEAL: Colour = (14, 107, 107)


@dataclass(frozen=True)
class Line:
    """A paragraph and how it is set."""

    words: str
    size: int = 10
    colour: Colour = INK
    space_after: float = 2
    is_heading: bool = False


def title(words: str) -> Line:
    return Line(words, 16, TEAL, 3)


def heading(words: str) -> Line:
    return Line(words, 12, TEAL, 1, is_heading=True)


def note(words: str) -> Line:
    return Line(words, 9, GREY, 4)
