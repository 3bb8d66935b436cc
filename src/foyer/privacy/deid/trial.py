"""How good the recognisers are: tried on sentences in which every mention of a person is marked (`trial.yaml`).

A sentence belongs to the dev half, whose errors may teach the recognisers, or to the held-out half, which only judges
them; the digest of its text decides. A mention is found when all its letters and digits are covered, whatever it was
taken for: what leaks is what counts. A find is right when it touches a mention.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from foyer.privacy.deid.finding import Span, find

_MARK = re.compile(r"\{([a-z_]+):([^{}]+)\}")
Finder = Callable[[str], Iterable[Span]]


@dataclass(frozen=True)
class Sentence:
    text: str
    language: str
    marks: tuple[Span, ...]
    is_held_out: bool


@dataclass
class Judgement:
    """`there` and `found` count mentions by kind, `named` those that were also called by their kind."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    right: int = 0
    wrong: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    strange: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.there.total() if self.there else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    def recall_of(self, kind: str) -> float:
        return self.found[kind] / self.there[kind] if self.there[kind] else 1.0


@cache
def sentences(file: str = "trial.yaml") -> tuple[Sentence, ...]:
    """Every sentence of the trial set."""
    raw = yaml.safe_load(files("foyer.privacy.deid").joinpath(file).read_text(encoding="utf-8"))
    return tuple(parsed(text, language) for language, texts in raw.items() for text in texts)


def once(language: str) -> list[Sentence]:
    """The set that was tried once, when the recognisers were done; nothing is ever changed for its sake."""
    return [one for one in sentences("trial_once.yaml") if one.language == language]


def taught(language: str) -> list[Sentence]:
    """A second set whose errors taught the recognisers: names of every sort, numbers written in every way."""
    return [one for one in sentences("trial_taught.yaml") if one.language == language]


def sealed(language: str) -> list[Sentence]:
    """Written together with it, before the recognisers were changed, and read once when they were done."""
    return [one for one in sentences("trial_sealed.yaml") if one.language == language]


def chosen(*, language: str = "", held_out: bool | None = None) -> list[Sentence]:
    """Those of one language, of one half."""
    every = (one for one in sentences() if language in ("", one.language))
    return [one for one in every if held_out is None or one.is_held_out == held_out]


def parsed(marked: str, language: str) -> Sentence:
    """`我叫{name:王小明}` as its text and its mentions."""
    text, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        marks.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text, last = text + match[2], match.end()
    text += marked[last:]
    return Sentence(text, language, tuple(marks), hashlib.sha256(text.encode()).digest()[0] % 2 == 1)


def judge(trial: Iterable[Sentence], finder: Finder = find) -> Judgement:
    """How `finder` does on these sentences."""
    judged = Judgement()
    for sentence in trial:
        _judge_one(judged, sentence, list(finder(sentence.text)))
    return judged


def _judge_one(judged: Judgement, sentence: Sentence, found: list[Span]) -> None:
    covered = {place for span in found for place in range(span.start, span.end)}
    for mark in sentence.marks:
        judged.there[mark.kind] += 1
        if all(at in covered for at in range(mark.start, mark.end) if sentence.text[at].isalnum()):
            judged.found[mark.kind] += 1
            judged.named[mark.kind] += any(_touch(span, mark) and span.kind == mark.kind for span in found)
        else:
            judged.missed.append((mark.kind, sentence.text))
    for span in found:
        if any(_touch(span, mark) for mark in sentence.marks):
            judged.right += 1
        else:
            judged.wrong += 1
            judged.strange.append((f"{span.kind} {sentence.text[span.start : span.end]}", sentence.text))


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
