"""When a model says the list of words that it was told to expect, and nobody spoke.

A prompt tells Whisper what was said before; where it hears only a hum, a cough or a street, it goes on with the list:
挂失、余额、转账. A customer, too, names one word of it or three; but not most of a sentence out of it, in its very
order, and nobody says one of them over and over.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

COVERED = 0.6  # of what was heard is made of listed words
IN_ORDER, OVER_AND_OVER = 3, 4
_NOT_WORDS = re.compile(r"[\W_]+")


def is_recital(text: str, words: Sequence[str]) -> bool:
    """Whether these are the listed words in a row, or one or two of them again and again."""
    said = _plain(text)
    places = _places(said, [_plain(word) for word in words])
    if not said or sum(length for _place, length in places) < COVERED * len(said):
        return False
    order = [place for place, _length in places]
    return _longest_run(order) >= IN_ORDER or (len(order) >= OVER_AND_OVER and len(set(order)) <= 2)


def _places(said: str, words: list[str]) -> list[tuple[int, int]]:
    """Which listed words stand in the text, one after another: their place in the list and their length."""
    longest_first = sorted(((word, place) for place, word in enumerate(words) if word), key=lambda each: -len(each[0]))
    found, at = [], 0
    while at < len(said):
        here = next(((place, len(word)) for word, place in longest_first if said.startswith(word, at)), None)
        if here is not None:
            found.append(here)
        at += here[1] if here else 1
    return found


def _longest_run(order: list[int]) -> int:
    """How many follow each other as they do in the list."""
    longest = run = 1 if order else 0
    for before, place in pairwise(order):
        run = run + 1 if place == before + 1 else 1
        longest = max(longest, run)
    return longest


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()
