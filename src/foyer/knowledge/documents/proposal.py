"""An article as a document proposes it, before an editor has looked."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from foyer.base.text import Bilingual
from foyer.knowledge.content import LANGUAGES, Content
from foyer.knowledge.models import Audience
from foyer.knowledge.validity import bank_day
from foyer.security.detection.injections import met

LONGEST_CODE = 60


def _halves() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


def _lists() -> dict[str, list[str]]:
    return {language: [] for language in LANGUAGES}


@dataclass
class Proposal:
    """Plain values only, so that it can be kept as JSON until somebody decides.

    `files` are its attachments: in an export by their name and where they lie `at` in the zip; once brought in, by
    where they are kept.
    """

    place: str
    code: str = ""
    category: str = ""
    topic: str = ""
    products: list[str] = field(default_factory=list)
    title: dict[str, str] = field(default_factory=_halves)
    answer: dict[str, str] = field(default_factory=_halves)
    questions: dict[str, list[str]] = field(default_factory=_lists)
    steps: dict[str, list[str]] = field(default_factory=_lists)
    variants: dict[str, dict[str, str]] = field(default_factory=dict)
    valid_from: str = ""
    valid_to: str = ""
    audience: str = str(Audience.PUBLIC)
    files: list[dict[str, Any]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Proposal":
        return cls(**kept)

    def content(self) -> Content:
        """Its words as an article's content; without a first day it begins today."""
        return Content(
            title=Bilingual(**self.title),
            answer=Bilingual(**self.answer),
            questions=self.questions,
            steps=self.steps,
            valid_from=date.fromisoformat(self.valid_from) if self.valid_from else bank_day(),
            valid_to=date.fromisoformat(self.valid_to) if self.valid_to else None,
            variants=self.variants,
            audience=self.audience,
        )

    def hold_back(self) -> None:
        """Note which of its texts speak to the assistant instead of the customer: such a one makes no draft."""
        texts = [*self.title.values(), *self.answer.values()]
        texts += [text for texts_in in (self.questions, self.steps) for half in texts_in.values() for text in half]
        texts += [text for own in self.variants.values() for text in own.values()]
        self.held = list(dict.fromkeys(code for text in texts for code in met(text)))


def code_from(title: Mapping[str, str], number: int) -> str:
    """A code made of the English title, else of the Chinese one as it is spoken."""
    words = re.findall(r"[a-z0-9]+", title.get("en", "").lower())
    if not words and title.get("zh"):
        from pypinyin import lazy_pinyin  # 20 MB, needed for this alone

        words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title["zh"])).lower())
    code = "-".join(words[:8])[:LONGEST_CODE].strip("-")
    return code or f"imported-{number}"
