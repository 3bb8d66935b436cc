"""Asking the search what it would be asked, and seeing how it does.

Known questions: each shipped question, with that sentence unsaid and the directions as if it had never been learned
from. Unknown topics: the same questions with their whole article taken away: nothing found is right then. Off topic:
sentences about anything but banking, written for this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from foyer.assistant.calibration.model import FEATURES_BY_WORDS, MOST_HITS, features_of
from foyer.knowledge.queries import AskedQuestion, Hit, Question, asked_questions, directions_without

OFF_TOPIC = Path(__file__).parents[1] / "fixtures" / "off_topic.yaml"
RANKS = 3
KINDS = ("known", "unknown", "off_topic")


@dataclass(frozen=True)
class Observation:
    """One question asked: the signals, and at which place the right article was found (None: not, or there is none)."""

    kind: str
    lang: str
    code: str
    features: dict[str, float]
    score: float
    place: int | None

    @property
    def is_right(self) -> bool:
        return self.place == 0

    @property
    def is_offered_right(self) -> bool:
        return self.place is not None and self.place < RANKS


def observe(*, every: int = 1, kinds: Sequence[str] = KINDS, by_words: bool = False) -> Iterator[Observation]:
    """Ask for what the database holds now; `every` takes only each n-th question. `by_words`: as if the encoder of
    meanings were away.
    """
    asked = asked_questions()
    without = {"known": directions_without(asked, "sentence"), "unknown": directions_without(asked, "article")}
    for place in range(0, len(asked), every):
        if not asked[place].is_title:
            wanted = [kind for kind in without if kind in kinds]
            yield from (_ask(kind, asked[place], without[kind][place], by_words) for kind in wanted)
    if "off_topic" in kinds:
        yield from _off_topic(every, by_words)


def _ask(kind: str, asked: AskedQuestion, directions: dict[str, float], by_words: bool) -> Observation:
    without = (asked.code,) if kind == "unknown" else ()
    question = Question(
        asked.text, asked.lang, unsaid=asked.text, without=without, directions=directions, meaning=asked.embedding,
        by_words=by_words,
    )  # fmt: skip
    return observation(kind, asked.lang, question.hits(), {asked.code} if kind == "known" else set(), asked.code)


def _off_topic(every: int, by_words: bool) -> Iterator[Observation]:
    sentences = yaml.safe_load(OFF_TOPIC.read_text(encoding="utf-8"))
    for lang, texts in sentences.items():
        for place, text in enumerate(texts[::every]):
            hits = Question(text, lang, by_words=by_words).hits()
            yield observation("off_topic", lang, hits, set(), f"off-topic-{place}")


def observation(kind: str, lang: str, hits: list[Hit], right: Iterable[str], code: str) -> Observation:
    """What came of one question."""
    right = set(right)
    place = next((place for place, hit in enumerate(hits) if hit.article_code in right), None)
    if not hits:  # as happens by words alone
        return Observation(kind, lang, code, dict.fromkeys(FEATURES_BY_WORDS, 0.0), 0.0, None)
    return Observation(kind, lang, code, features_of(hits[:MOST_HITS]), hits[0].score, place)
