"""Which questions mean much the same: by their meaning and by the ideas of the bank that stand in them.

Measured on 400 shipped questions about 60 articles (average linkage, pairs judged by their article): meanings alone
join a third of what they join rightly, with the ideas 44 in 100, at the same share of pairs found. Tried besides, on
three draws of such questions whose articles were taken off the shelf: meanings whitened by what differs within other
articles (47 beside 45 in 100 at a fifth of the pairs found, 31 beside 19 at four tenths), the directions that tell
other articles apart (47, 33), shared words as well, and a regression over all of it (32): the encoder is the limit.

What would help: entries of the dictionary (`shelf/dictionary.py`), weighed by how few articles use them, 0.3 beside
0.5 of meaning and 0.2 of ideas: 49 in 100 instead of 40 at a fifth of the pairs, 33 instead of 26 at three tenths;
unweighed, nothing. Counting them over all articles takes half a second for each state of the shelf, so they are not
used where somebody waits for a search.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foyer.knowledge.shelf import current

IDEAS_WEIGHT = 0.4
FEW, COMMON = 10, 0.2  # articles, and their share, beyond which an idea is in all sorts of questions
CLOSE = 0.45  # average kinship from which two groups of questions are one

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Kin:
    """A question as it is compared."""

    meaning: Array
    ideas: Counter[int]


def kin_of(text: str, meaning: Any) -> Kin:
    """An idea that a good part of all articles share ("how", "when") makes nobody kin."""
    shelf = current()
    most = max(FEW, COMMON * len(shelf.volumes))
    ideas = {idea: times for idea, times in shelf.synonyms.ideas_in(text).items() if shelf.concepts.users(idea) <= most}
    return Kin(np.asarray(meaning, dtype=np.float32), Counter(ideas))


def kinship(one: Kin, others: Sequence[Kin]) -> float:
    """The average kinship of a question with those of a group, between 0 and 1 in all practice."""
    if not others:
        return 0.0
    likeness = np.array([other.meaning for other in others]) @ one.meaning
    shared = [_shared(one.ideas, other.ideas) for other in others]
    return float(np.mean((1 - IDEAS_WEIGHT) * likeness + IDEAS_WEIGHT * np.array(shared)))


def _shared(one: Counter[int], other: Counter[int]) -> float:
    """The cosine of two questions' ideas."""
    norm = math.sqrt(sum(map(_square, one.values())) * sum(map(_square, other.values())))
    return sum(one[idea] * other[idea] for idea in one) / norm if norm else 0.0


def _square(number: int) -> int:
    return number * number
