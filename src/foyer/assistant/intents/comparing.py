"""A new version beside the live one, on the same folds of the same phrasings.

Judged are the phrasings of both. One that both have with the same intent is the plainest case: each version says what
it makes of it without the fold it lies in. One that only one of them has is judged too, as long as its intent lives
on. One that changed its intent is left out (which of them is right is what the colleague decided by moving it) but
counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from foyer.assistant.intents.folding import SEED, unseen_by
from foyer.assistant.intents.judging import Verdicts, right_of
from foyer.assistant.intents.likeness import Array, Seen
from foyer.assistant.intents.model import Model, Phrasings
from foyer.assistant.intents.reader import Reader, meanings_by
from foyer.assistant.intents.training import Judged
from foyer.base.encoders import chosen

FOLDS = 10


@dataclass(frozen=True)
class Asked:
    """The phrasings both versions are asked about: text, intent, fold."""

    texts: list[str]
    intents: list[str]
    folds: np.ndarray[Any, Any]
    moved: int


def compare(given: Phrasings, model: Model, judged: Judged, live: Reader) -> dict[str, Any]:
    """What the two make of the same phrasings; see `judging.Verdicts`."""
    asked = _asked(given, judged, live.model)
    meanings = _meanings(asked.texts, given, live)
    new = right_of(_scores(model, asked, meanings), model.names, asked.intents)
    old = right_of(_scores(live.model, asked, meanings), live.model.names, asked.intents)
    return {**Verdicts(new, old).as_json(), "number": live.number, "moved": asked.moved}


def _asked(given: Phrasings, judged: Judged, live: Model) -> Asked:
    own = dict(zip(given.texts, given.intents, strict=True))
    theirs = {
        text: live.names[number] for text, number in zip(live.texts[: live.own], live.intents[: live.own], strict=True)
    }
    folds = dict(zip(given.texts, judged.fold_of.tolist(), strict=True))
    names = set(judged.names)
    rest = [text for text, name in theirs.items() if text not in own and name in names]
    chance = np.random.default_rng(SEED).integers(0, FOLDS, len(rest)).tolist()
    folds.update(zip(rest, chance, strict=True))
    stayed = [text for text, name in own.items() if theirs.get(text, name) == name]
    texts = [*stayed, *rest]
    intents = [own.get(text) or theirs[text] for text in texts]
    return Asked(texts, intents, np.array([folds[text] for text in texts]), len(own) - len(stayed))


def _meanings(texts: list[str], given: Phrasings, live: Reader) -> dict[str, Array]:
    """By each encoder of either version: what was seen before is not seen again."""
    found = {}
    for name, encoder in {encoder.name: encoder for encoder in (*live.encoders, *chosen())}.items():
        known: dict[str, Array] = {}
        for its_texts, its_meanings in ((live.model.texts, live.model.seen.meanings), (given.texts, given.meanings)):
            known.update(zip(its_texts, its_meanings.get(name, ()), strict=False))
        missing = [text for text in texts if text not in known]
        known.update(zip(missing, meanings_by([encoder], missing)[name], strict=True))
        found[name] = np.array([known[text] for text in texts], dtype=np.float32)
    return found


def _scores(model: Model, asked: Asked, meanings: dict[str, Array]) -> Array:
    fold_of = dict(zip(asked.texts, asked.folds.tolist(), strict=True))
    own_folds = np.array([fold_of.get(text, -1) for text in model.texts[: model.own]])
    seen = Seen({name: meanings[name] for name in model.seen.meanings}, model.words.rows(asked.texts))
    return unseen_by(model, seen, asked.folds, own_folds)
