"""What an editor typed, as an article's content; nothing is decided here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foyer.base.text import Bilingual
from foyer.knowledge.audiences import PUBLIC
from foyer.knowledge.content import LANGUAGES, Content
from foyer.knowledge.errors import Incomplete
from foyer.knowledge.queries.choices import AUDIENCES, CHANNELS

_PARTS = ("title", "answer", "questions", "steps")


def content_typed(given: Mapping[str, str]) -> Content:
    """The words of both languages. Raises Incomplete for a date that is none."""
    audience = given.get("audience", PUBLIC)
    return Content(
        title=_both(given, "title", one_line=True),
        answer=_both(given, "answer"),
        questions={language: _lines(given.get(f"questions_{language}", "")) for language in LANGUAGES},
        steps={language: _lines(given.get(f"steps_{language}", "")) for language in LANGUAGES},
        valid_from=_day(given, "valid_from") or _missing_day(),
        valid_to=_day(given, "valid_to"),
        variants={
            code: {language: _text(given.get(f"{code}_{language}", "")) for language in LANGUAGES}
            for code, _n in CHANNELS
        },
        audience=audience if audience in dict(AUDIENCES) else PUBLIC,
    )


def as_typed(content: Content) -> dict[str, Any]:
    """The fields of the form for an article's content."""
    typed: dict[str, Any] = {
        "valid_from": content.valid_from.isoformat(),
        "valid_to": content.valid_to.isoformat() if content.valid_to else "",
        "audience": content.audience,
    }
    for language in LANGUAGES:
        typed[f"title_{language}"] = getattr(content.title, language)
        typed[f"answer_{language}"] = getattr(content.answer, language)
        typed[f"questions_{language}"] = "\n".join(content.questions.get(language, []))
        typed[f"steps_{language}"] = "\n".join(content.steps.get(language, []))
        typed |= {f"{code}_{language}": content.variants.get(code, {}).get(language, "") for code, _n in CHANNELS}
    return typed


def sides(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The form as its template draws it: one side a language, each with the same fields."""
    return [
        {
            "code": language,
            "lang": "zh-Hans" if language == "zh" else "en",
            "name": "中文" if language == "zh" else "English",
            **{part: typed.get(f"{part}_{language}", "") for part in _PARTS},
            "variants": [
                {"code": code, "name": name, "text": typed.get(f"{code}_{language}", "")} for code, name in CHANNELS
            ],
        }
        for language in LANGUAGES
    ]


def products_typed(given: Mapping[str, str]) -> list[str]:
    return [part for part in given.get("products", "").replace("，", ",").replace(" ", ",").split(",") if part]


def day_typed(given: Mapping[str, str], name: str) -> date | None:
    return _day(given, name)


def _both(given: Mapping[str, str], name: str, *, one_line: bool = False) -> Bilingual:
    halves = {language: _text(given.get(f"{name}_{language}", "")) for language in LANGUAGES}
    return Bilingual(**{language: " ".join(text.split()) if one_line else text for language, text in halves.items()})


def _text(text: str) -> str:
    """As typed, without what browsers and spreadsheets add to it."""
    lines = (line.rstrip() for line in text.replace("\x00", "").splitlines())
    return "\n".join(lines).strip()


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.replace("\x00", "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _day(given: Mapping[str, str], name: str) -> date | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Incomplete(problems=[_("A date is written like 2026-01-31.")]) from None


def _missing_day() -> date:
    raise Incomplete(problems=[_("Say from which day on it is valid.")])
