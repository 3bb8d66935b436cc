"""The passage of an article that answers a question: a sentence or two, or a step, with its exact place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foyer.base.meaning import one_or_none
from foyer.base.text import detect_language
from foyer.knowledge.audiences import PUBLIC
from foyer.knowledge.models import Phrasing
from foyer.knowledge.models.phrasing import DIMENSIONS
from foyer.knowledge.passages import ANSWER, STEPS, Place, passage_url, sentences_of
from foyer.knowledge.queries.search import Hit, search
from foyer.knowledge.queries.spoken import row_of
from foyer.knowledge.shelf import Shelf, current
from foyer.knowledge.shelf.reading import Reading

WORDS_WEIGHT = 0.3  # of a share of the question's words beside likeness of meaning
STEP = 0.2  # what a step loses beside a sentence, unless the question asks how or where
FIGURE = 0.15  # what a sentence with a figure gains where the question asks for one
NEIGHBOUR = 0.85  # a neighbouring sentence nearly as close belongs to the passage
LONGEST = {"zh": 120, "en": 300}

Array = np.ndarray[Any, Any]

_ASKS_HOW = re.compile(r"怎么|怎样|如何|咋|哪里|在哪|\b(how (do|to|can)|where)\b", re.IGNORECASE)
_ASKS_FIGURE = re.compile(r"多少|几[天个次点号]|多久|\b(how (much|long|many)|cost|when|limit|fees?)\b", re.IGNORECASE)
_HAS_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十两]+[天个次元%]")


@dataclass(frozen=True)
class Passage:
    """What answers, and where it stands: `answer[start:end]` of that version in `lang`, or steps start to end."""

    code: str
    version: int
    title: str
    lang: str
    part: str
    start: int
    end: int
    text: str
    score: float

    @property
    def url(self) -> str:
        return passage_url(self.code, self.version, self.lang, self.place)

    @property
    def place(self) -> Place:
        return Place(self.part, self.start, self.end)


def passages(
    text: str,
    lang: str | None = None,
    *,
    limit: int = 3,
    audience: str = PUBLIC,
    hits: Sequence[Hit] | None = None,
) -> list[Passage]:
    """For each of the best articles the passage that answers best, in `lang` where the article is written in it.

    `hits` saves searching again for what a search has just found.
    """
    found = list(search(text, lang, limit=limit, audience=audience) if hits is None else hits)[:limit]
    shelf = current()
    asked = shelf.reader.read(text)
    lang = lang or detect_language(asked.text)
    places = {(volume.code, volume.number): place for place, volume in enumerate(shelf.volumes)}
    mine = [places[hit.article_code, hit.version] for hit in found if (hit.article_code, hit.version) in places]
    if not mine:
        return []
    closeness = _Closeness(shelf, asked)
    made = [_best(shelf, place, row_of(shelf, shelf.volumes[place]), closeness, lang) for place in mine]
    return [passage for passage in made if passage is not None]


class _Closeness:
    """How close a sentence of the shelf is to the question, by meaning and by words; by words alone while the encoder
    is away."""

    def __init__(self, shelf: Shelf, asked: Reading) -> None:
        self.shelf, text = shelf, asked.text
        meaning = one_or_none(text)
        self.meaning = None if meaning is None else np.asarray(meaning, dtype=np.float32)
        self.words, self.ideas = set(asked.words), set(asked.ideas)
        self.asks_figure = bool(_ASKS_FIGURE.search(text))
        self.asks_how = bool(_ASKS_HOW.search(text)) and not self.asks_figure

    def of(self, place: int, lang: str) -> dict[str, float]:
        """Each sentence of a volume in one language, with its closeness."""
        sentences = self.shelf.sentences[place]
        rows = [row for row, its in enumerate(sentences.langs) if its == lang and sentences.kinds[row] == "passage"]
        likeness = self._likeness(place, rows)
        return {
            sentences.texts[row]: float(like) + WORDS_WEIGHT * self._shared(place, row)
            for row, like in zip(rows, likeness, strict=True)
        }

    def of_place(self, place: Place, text: str, close: dict[str, float]) -> float:
        """The closeness of one place, with what the kind of question makes of it."""
        step = 0.0 if place.part == ANSWER or self.asks_how else -STEP
        return close.get(text, 0.0) + step + (FIGURE if self.asks_figure and _HAS_FIGURE.search(text) else 0.0)

    def _shared(self, place: int, row: int) -> float:
        words = self.words & self.shelf.sentences[place].words(row)
        ideas = self.ideas & set(self.shelf.ideas[place][row])
        return (len(words) + len(ideas)) / (1 + len(self.words) + len(self.ideas))

    def _likeness(self, place: int, rows: list[int]) -> Array:
        return np.zeros(len(rows)) if self.meaning is None else self._vectors(place, rows) @ self.meaning

    def _vectors(self, place: int, rows: list[int]) -> Array:
        sentences = self.shelf.sentences[place]
        if sentences.vectors is not None:
            return sentences.vectors[rows]
        ids = [sentences.ids[row] for row in rows]
        kept = dict(Phrasing.objects.filter(pk__in=ids).values_list("pk", "embedding"))
        found = np.zeros((len(ids), DIMENSIONS), dtype=np.float32)
        for row, one in enumerate(ids):
            if kept.get(one) is not None:  # one that waits for its meaning is found by its words
                found[row] = kept[one]
        return found


def _best(shelf: Shelf, place: int, version: Any, closeness: _Closeness, lang: str) -> Passage | None:
    volume = shelf.volumes[place]
    lang = volume.written_in(lang)
    answer, steps = str(version.answer.in_(lang)), version.steps_in(lang)
    close = closeness.of(place, lang)
    scored = [(closeness.of_place(one, one.text_in(answer, steps), close), one) for one in _pieces(answer, steps)]
    if not scored:
        return None
    best = max(range(len(scored)), key=lambda row: scored[row][0])
    spot = _with_neighbour(scored, best, LONGEST[lang])
    text = spot.text_in(answer, steps)
    return Passage(
        volume.code, volume.number, volume.title.in_(lang), lang, spot.part, spot.start, spot.end, text, scored[best][0]
    )


def _pieces(answer: str, steps: list[str]) -> list[Place]:
    return [*sentences_of(answer), *(Place(STEPS, number, number + 1) for number in range(len(steps)))]


def _with_neighbour(scored: list[tuple[float, Place]], best: int, longest: int) -> Place:
    """The closest sentence together with the one before or after it, if that is nearly as close."""
    score, place = scored[best]
    if place.part != ANSWER:
        return place
    beside = [row for row in (best - 1, best + 1) if 0 <= row < len(scored) and scored[row][1].part == ANSWER]
    for row in sorted(beside, key=lambda row: -scored[row][0]):
        start, end = min(place.start, scored[row][1].start), max(place.end, scored[row][1].end)
        if scored[row][0] >= NEIGHBOUR * score and end - start <= longest:
            return Place(ANSWER, start, end)
    return place
