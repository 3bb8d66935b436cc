"""Whether a sentence says what its citation says. Every rule must hold; the first that does not names the reason.

1. It cites, and what it cites is among the passages.
2. Each of its figures (amount, rate, period, date) stands in a cited passage.
3. So does each name: words in capitals or with digits, what stands in quotes, anybody's name, number or address.
4. It says no where the passage says no, and is on the same side of opposites (at most, at least; before, after).
5. It promises nothing that the passage does not promise.
6. Its meaning is close to the passage's, by the house's encoder; where both are in one language, most of its words are
   the passage's as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from foyer.assistant.writing.figures import figures
from foyer.assistant.writing.names import has_only_known_names
from foyer.assistant.writing.passages import Passage
from foyer.assistant.writing.polarity import noes, turns_round
from foyer.assistant.writing.sentences import clauses, sentences
from foyer.base.text import detect_language, search_query

Array = np.ndarray[Any, Any]
Encode = Callable[[Sequence[str]], list[list[float]]]

CLOSE = 0.50  # in one language, and across two: by bench/drafting.py on the shipped articles
CLOSE_ACROSS = 0.40
FAR = 0.08  # how much closer what says the opposite must lie than what says the same
WORDS_WEIGHT = 0.3  # of a share of the clause's words beside likeness of meaning
SAME = 1.05  # of both together: nearly the same clause
SHARED = 0.34  # the share of a sentence's words that its passage must have, in one language
_PROMISES = re.compile(
    r"保证(?:收益|赚|本金|盈利|通过|批准)|保本|稳赚|零风险|无风险|绝对安全|百分之百|一定(?:能|会)?(?:通过|获批|批准|赚)|最低利率保证"
    r"|\bguarante\w+|\brisk[- ]free\b|\b100 ?% safe\b|\bno risk\b|\bcertain to\b|\bwe promise\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may be shown; `why` is a code where it may not, `close` its likeness to its citation."""

    ok: bool
    why: str = ""
    close: float = 0.0


class Grounds:
    """The passages of one answer, read once, against which its sentences are judged."""

    def __init__(self, passages: Sequence[Passage], encode: Encode) -> None:
        self._encode = encode
        self._passages = {passage.number: passage for passage in passages}
        self._read: dict[int, _Read] = {}

    def judge(self, sentence: str, cited: Sequence[int]) -> Verdict:
        """Check one sentence against the passages whose numbers it cites."""
        if not cited:
            return Verdict(False, "uncited")
        if not set(cited) <= self._passages.keys():
            return Verdict(False, "no_such_passage")
        sources = [self._passages[number] for number in dict.fromkeys(cited)]
        text = "\n".join(f"{passage.title}\n{passage.text}" for passage in sources)
        lang = detect_language(sentence, sources[0].lang)  # type: ignore[arg-type]
        same = all(passage.lang == lang for passage in sources)
        why = _by_words(sentence, text, same_language=same)
        return Verdict(False, why) if why else self._by_meaning(sentence, cited, CLOSE if same else CLOSE_ACROSS)

    def _by_meaning(self, sentence: str, cited: Sequence[int], enough: float) -> Verdict:
        """The closest piece of the passages must be close enough, and what is closest must say no or yes alike."""
        read = [self._reading(number) for number in dict.fromkeys(cited)]
        mine = clauses(sentence)
        whole, *parts = np.asarray(self._encode([sentence, *mine]), dtype=np.float32)
        close = max(float((one.windows @ whole).max()) for one in read)
        if close < enough:
            return Verdict(False, "meaning", close)
        for clause, vector in zip(mine, parts, strict=True):
            if not _says_no_alike(clause, vector, read):
                return Verdict(False, "negation", close)
        return Verdict(True, "", close)

    def _reading(self, number: int) -> _Read:
        if number not in self._read:
            text = self._passages[number].text
            windows, pieces = _windows(text), clauses(text)
            vectors = np.asarray(self._encode([*windows, *pieces]), dtype=np.float32)
            said = np.array([noes(piece) for piece in pieces])
            words = tuple(_words(piece) for piece in pieces)
            self._read[number] = _Read(vectors[: len(windows)], vectors[len(windows) :], said, words)
        return self._read[number]


@dataclass(frozen=True)
class _Read:
    """The meanings of a passage's sentences and clauses; of the clauses, how often they say no, and their words."""

    windows: Array
    clauses: Array
    noes: Array
    words: tuple[set[str], ...]

    def likeness(self, vector: Array, words: set[str]) -> Array:
        """How like each clause is to another one, by meaning and by words."""
        shared = np.array([len(words & theirs) / max(1, len(words)) for theirs in self.words])
        return self.clauses @ vector + WORDS_WEIGHT * shared


def judge(sentence: str, cited: Sequence[int], passages: Sequence[Passage], encode: Encode) -> Verdict:
    """One sentence by itself."""
    return Grounds(passages, encode).judge(sentence, cited)


def _by_words(sentence: str, source: str, *, same_language: bool) -> str:
    said = figures(source, generous=True)
    if not all(any(one.is_said_by(other) for other in said) for one in figures(sentence)):
        return "figure"
    if not has_only_known_names(sentence, source, same_language=same_language):
        return "name"
    if turns_round(sentence, source):
        return "opposite"
    if any(found[0].casefold() not in _plain(source) for found in _PROMISES.finditer(_plain(sentence))):
        return "promise"
    if same_language and words_shared(sentence, source) < SHARED:
        return "words"
    return ""


def _says_no_alike(clause: str, vector: Array, read: Sequence[_Read]) -> bool:
    """Whether some clause that says no (or yes) as this one does lies about as close as any that does not.

    Where one is nearly the same words, it must say no as many times: "not without a fee" is another thing.
    """
    words, mine = _words(clause), noes(clause)
    theirs = np.concatenate([one.noes for one in read])
    likeness = np.concatenate([one.likeness(vector, words) for one in read])
    if likeness.max() >= SAME:
        return bool((theirs[likeness >= SAME] == mine).any())
    alike = (theirs > 0) == (mine > 0)
    return bool(alike.all()) or (bool(alike.any()) and bool(likeness[alike].max() >= likeness[~alike].max() - FAR))


def _windows(text: str) -> list[str]:
    """Each sentence, each pair of neighbours, and the whole."""
    said = [span.text for span in sentences(text)]
    pairs = [f"{one} {other}" for one, other in pairwise(said)]
    return list(dict.fromkeys([*said, *pairs, text]))


def words_shared(sentence: str, source: str) -> float:
    """The share of the sentence's words that the source uses; 1 where it has none worth a name."""
    mine, theirs = _words(sentence), _words(source)
    return len(mine & theirs) / len(mine) if mine else 1.0


def _words(text: str) -> set[str]:
    """Without those of a single Chinese character: 不, 是, 的 stand everywhere."""
    found = re.findall(r"'([^']+)'", search_query(text, match="any"))
    return {word for word in found if len(word) > 1 or word.isascii()}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
