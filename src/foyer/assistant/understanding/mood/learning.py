"""Learning to read moods from what was written for it, and what the outcome is worth.

Steps: 1. every sentence as numbers; 2. every sentence judged by a model that has not seen its fold, and those that
the lexicon does not know by one that has seen none of them; 3. the temperature at which those judgements are as sure
as they are right; 4. the model of all sentences; 5. how often each risk's words mean the risk. The figures of step 2
are kept beside the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from foyer.assistant.understanding.mood.cues import cues
from foyer.assistant.understanding.mood.features import Array, features, names
from foyer.assistant.understanding.mood.model import EMOTIONS, Linear, softmax
from foyer.assistant.understanding.risks import TIERS, named
from foyer.assistant.understanding.script import plain
from foyer.base import meaning

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDS, SEED, BINS = 10, 20261127, 10
HELD = 1.0
"""How strongly weights are held towards nothing; chosen once on the folds."""


Classes = NDArray[np.int64]


@dataclass(frozen=True)
class Said:
    """Sentences, the class of each, and the language of each."""

    texts: list[str]
    classes: Classes
    languages: list[str]


def emotions(path: Path = FIXTURES / "emotions.yaml") -> Said:
    """The sentences of `emotions.yaml`, or of a file like it."""
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [(t, EMOTIONS.index(e), lang) for lang, by in said.items() for e, texts in by.items() for t in texts]
    texts, classes, languages = (list(column) for column in zip(*rows, strict=True))
    return Said(texts, np.array(classes), languages)


def urgencies() -> Said:
    """The sentences of `urgency.yaml`, and the calm and the grateful ones of `emotions.yaml`, which can wait."""
    said = yaml.safe_load((FIXTURES / "urgency.yaml").read_text(encoding="utf-8"))
    rows = [(text, int(kind == "urgent")) for kind, texts in said.items() for text in texts]
    others = emotions()
    rows += [(t, 0) for t, c in zip(others.texts, others.classes, strict=True) if EMOTIONS[c] in ("calm", "grateful")]
    texts, classes = (list(column) for column in zip(*rows, strict=True))
    return Said(texts, np.array(classes), ["" for _text in texts])


def as_numbers(texts: Sequence[str]) -> Array:
    return np.array(
        [features(text, cues(text), vector) for text, vector in zip(texts, meaning.encode(texts), strict=True)]
    )


def learn(values: Array, classes: Classes, *, weighted: bool = False) -> Linear:
    """Multinomial logistic regression. `weighted` lets every class count the same."""
    count = int(classes.max()) + 1
    wanted = np.eye(count)[classes]
    share = wanted.sum(axis=0) / len(classes)
    weight = (1 / (count * share))[classes] if weighted else np.ones(len(classes))

    def loss(flat: Array) -> tuple[float, Array]:
        layer = flat.reshape(count, -1)
        scores = values @ layer[:, :-1].T + layer[:, -1]
        shares = softmax(scores)
        losses = -np.log(np.maximum((shares * wanted).sum(axis=1), 1e-12))
        gradient = (shares - wanted) * weight[:, None]
        slope = np.hstack([gradient.T @ values + HELD * layer[:, :-1], gradient.sum(axis=0)[:, None]])
        return float((weight * losses).sum() + HELD / 2 * (layer[:, :-1] ** 2).sum()), slope.ravel()

    start = np.zeros(count * (values.shape[1] + 1))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    layer = found.x.reshape(count, -1)
    return Linear(layer[:, :-1], layer[:, -1], 1.0)


def judged(values: Array, classes: Classes, **how: Any) -> Array:
    """The scores of every sentence by a model that has not seen its fold."""
    order = np.random.default_rng(SEED).permutation(len(classes))
    order = order[np.argsort(classes[order], kind="stable")]
    fold = np.empty(len(classes), dtype=int)
    fold[order] = np.arange(len(classes)) % FOLDS
    scores = np.zeros((len(classes), int(classes.max()) + 1))
    for number in range(FOLDS):
        here = fold == number
        scores[here] = learn(values[~here], classes[~here], **how).scores(values[here])
    return scores


def temperature_of(scores: Array, classes: Classes) -> float:
    """The one that makes the right classes likeliest."""

    def loss(log_temperature: float) -> float:
        shares = softmax(scores / np.exp(log_temperature))
        return float(-np.log(np.maximum(shares[np.arange(len(classes)), classes], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def worth(shares: Array, classes: Classes) -> dict[str, Any]:
    """Accuracy, expected calibration error, and the reliability bins behind it: confidence, accuracy, how many."""
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == classes
    bins: list[tuple[float, float, int]] = []
    for part in np.array_split(np.argsort(sure), BINS):
        if len(part):
            bins.append((round(float(sure[part].mean()), 3), round(float(right[part].mean()), 3), len(part)))
    error = sum(count * abs(confidence - accuracy) for confidence, accuracy, count in bins) / len(classes)
    return {
        "accuracy": round(float(right.mean()), 4),
        "ece": round(float(error), 4),
        "sentences": len(classes),
        "bins": bins,
    }


def risk_tiers() -> tuple[dict[str, float], dict[str, Any]]:
    """How often each tier of each risk's words means the risk (Laplace's estimate), and what is found and mistaken."""
    said = yaml.safe_load((FIXTURES / "risk_examples.yaml").read_text(encoding="utf-8"))
    sure, figures = {}, {}
    for name, examples in said.items():
        seen = {(kind, text): _tier(name, text) for kind in ("means_it", "sounds_like_it") for text in examples[kind]}
        for tier in TIERS:
            hits = [kind for (kind, _text), found in seen.items() if found == tier]
            sure[f"{name}.{tier}"] = round((hits.count("means_it") + 1) / (len(hits) + 2), 3)
        found = [bool(seen["means_it", text]) for text in examples["means_it"]]
        mistaken = [bool(seen["sounds_like_it", text]) for text in examples["sounds_like_it"]]
        figures[name] = {"found": sum(found), "of": len(found), "mistaken": sum(mistaken), "of_others": len(mistaken)}
    return sure, figures


def _tier(name: str, text: str) -> str:
    return next((tier for risk, tier, _place in named(plain(text)) if risk == name), "")


def learned(made_on: str, more: Said | None = None) -> dict[str, Any]:
    """Everything `fixtures/moods.json` holds. `more` are sentences of the bank's own, learned and judged with ours."""
    ours, unlike = emotions(), emotions(FIXTURES / "emotions_more.yaml")
    emotion, figures = _felt(ours if more is None else _together(ours, more), unlike)
    urgent = urgencies()
    hurry, hurry_figures = _kept(as_numbers(urgent.texts), urgent.classes, urgent.languages, weighted=True)
    sure, risk_figures = risk_tiers()
    return {
        "made_on": made_on, "features": list(names()), "emotions": emotion, "urgency": hurry, "risks": sure,
        "figures": {"emotions": figures, "urgency": hurry_figures, "risks": risk_figures},
    }  # fmt: skip


def _felt(said: Said, unlike: Said) -> tuple[dict[str, Any], dict[str, Any]]:
    """The lexicon knows the first sentences too well to be judged by them alone: how sure one may be is set on them and
    on the others, which it does not know, together."""
    values, others = as_numbers(said.texts), as_numbers(unlike.texts)
    scores = np.vstack([judged(values, said.classes), learn(values, said.classes).scores(others)])
    whole, classes = np.vstack([values, others]), np.concatenate([said.classes, unlike.classes])
    temperature = temperature_of(scores, classes)
    figures = worth(softmax(scores / temperature), classes)
    right, languages = scores.argmax(axis=1) == classes, np.array(said.languages + unlike.languages)
    figures["by_language"] = {lang: round(float(right[languages == lang].mean()), 4) for lang in ("en", "zh")}
    figures["unlike"] = worth(softmax(scores[len(values) :] / temperature), unlike.classes)
    return replace(learn(whole, classes), temperature=temperature).as_json(), figures


def _kept(values: Array, classes: Classes, languages: list[str], **how: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    scores = judged(values, classes, **how)
    temperature = temperature_of(scores, classes)
    model = replace(learn(values, classes, **how), temperature=temperature)
    right = scores.argmax(axis=1) == classes
    by_language = {
        lang: round(float(right[[one == lang for one in languages]].mean()), 4)
        for lang in sorted(set(languages))
        if lang
    }
    return model.as_json(), {**worth(softmax(scores / temperature), classes), "by_language": by_language}


def _together(one: Said, other: Said) -> Said:
    classes = np.concatenate([one.classes, other.classes])
    return Said(one.texts + other.texts, classes, one.languages + other.languages)
