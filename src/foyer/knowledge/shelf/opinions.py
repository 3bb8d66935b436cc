"""What the opinion across languages (`encoders.multilingual`, where installed) says of articles in one language alone.

Their sentences were seen by a job (`actions/opining.py`); the question is seen when two articles are too close to call.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from foyer.base.aids import Away
from foyer.base.encoders import across

IN_DOUBT = 0.3  # of a score: two articles that close are too close to call
SHARPNESS = 10.0  # how much more the closest sentence counts than the next
SURE = 0.5  # what an article without any close sentence is worth, before the logarithm

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Opinions:
    """Sentences as it sees them, a row each, the volume each belongs to, and which volumes have any."""

    rows: Array
    owners: Array
    has_any: Array

    @classmethod
    def of(cls, seen: tuple[Array | None, ...]) -> "Opinions":
        """From the sentences of each volume, or nothing where it has not seen them."""
        parts = [each for each in seen if each is not None]
        rows = np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)
        owners = np.repeat(np.arange(len(seen)), [0 if each is None else len(each) for each in seen])
        return cls(rows, owners, np.array([each is not None for each in seen], dtype=bool))

    def on(self, text: str, lang: str, unsaid: Array) -> Array | None:
        """How well each volume answers a question in `lang`, between 0 and 1 in all practice; nothing while it is away.

        `unsaid` are rows that are taken not to be there.
        """
        here = across()
        if here is None:
            return None
        try:
            [asked] = here.encode([text], lang)
        except Away:
            return None
        closeness = np.exp(SHARPNESS * (self.rows @ asked))
        closeness[unsaid] = 0
        sums = np.full(len(self.has_any), SURE)
        np.add.at(sums, self.owners, closeness)
        return np.asarray(np.log(sums) / SHARPNESS)


def too_close(scores: Array) -> Array:
    """The places of the two best, where they are too close to call; none where one is clearly ahead, or is alone."""
    best = np.argsort(-scores)[:2]
    is_clear = len(best) < 2 or scores[best[0]] - scores[best[1]] > IN_DOUBT
    return best[:0] if is_clear else best
