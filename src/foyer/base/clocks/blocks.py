"""The open blocks of one day, written as people write them: `09:00-12:00 13:30-17:30`; `00:00-24:00` is all day."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Blocks = tuple[tuple[int, int], ...]  # seconds since midnight, in order, apart from each other

ALL_DAY: Blocks = ((0, 86_400),)
_BLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")


def parse(text: str) -> Blocks:
    """The blocks in `text`; an empty text is a closed day. Raises ValueError saying what is wrong."""
    plain = unicodedata.normalize("NFKC", text)  # a full-width colon is a colon
    rest = _BLOCK.sub("", plain).strip(" ,;、")
    if rest:
        raise ValueError(gettext("“%(text)s” is not a block like 09:00-12:00.") % {"text": rest})
    return _joined(sorted(_block(match) for match in _BLOCK.finditer(plain)))


def _block(match: re.Match[str]) -> tuple[int, int]:
    hours = [int(match[n]) for n in (1, 3)]
    minutes = [int(match[n]) for n in (2, 4)]
    start, end = (hour * 3600 + minute * 60 for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or end > 86_400:
        raise ValueError(gettext("%(text)s has a time that no day has.") % {"text": match[0]})
    if start >= end:
        problem = gettext("%(text)s ends before it begins; what lasts past midnight is two blocks on two days.")
        raise ValueError(problem % {"text": match[0]})
    return start, end


def _joined(found: list[tuple[int, int]]) -> Blocks:
    blocks: list[tuple[int, int]] = []
    for start, end in found:
        if blocks and start < blocks[-1][1]:
            raise ValueError(gettext("Two blocks overlap."))
        if blocks and start == blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return tuple(blocks)


def text_of(blocks: Blocks) -> str:
    """What `parse` reads."""
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in blocks)


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}"


class BlocksField(models.CharField):
    """Blocks as text in the column and in Python; refused unless they parse, stored in one spelling."""

    description = _("Open hours of a day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 200, "blank": True, "default": ""}
        kwargs.setdefault(
            "help_text", _("For example 09:00-12:00 13:30-17:30; all day is 00:00-24:00; empty is closed.")
        )
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        try:
            return text_of(parse(value or ""))
        except ValueError as problem:
            raise ValidationError(
                _("%(problem)s Write hours like 09:00-12:00 13:30-17:30."), params={"problem": problem}
            ) from problem

    def get_prep_value(self, value: Any) -> Any:
        return text_of(parse(value)) if isinstance(value, str) else value
