"""Taking a person who was erased out of what was proposed: who proposed and who agreed stays, whom it was about goes.

Numbers, ids and addresses of the person are taken out wherever they stand; a bare name, which others may have too, only
out of free text and out of changes that are not settings of the house. A proposal about them that still waits is over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from foyer.base.actors import SYSTEM
from foyer.staff.approvals.deciding import close
from foyer.staff.approvals.proposing import fingerprint
from foyer.staff.models import ApprovalRequest, ApprovalStep

ERASED = "[erased]"
SETTINGS = "settings."
AT_ONCE = 500


@dataclass(frozen=True)
class Words:
    """By what a person is found: `telling` is theirs alone, `names` may be others' as well."""

    telling: re.Pattern[str] | None
    any: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Collection[str]) -> Words:
        return cls(_pattern(word for word in words if _is_telling(word)), _pattern(words))

    def without(self, text: str, *, is_free: bool) -> str:
        pattern = self.any if is_free else self.telling
        return pattern.sub(ERASED, text) if pattern else text

    def in_json(self, value: Any, *, is_free: bool) -> Any:
        if isinstance(value, str):
            return self.without(value, is_free=is_free)
        if isinstance(value, list):
            return [self.in_json(each, is_free=is_free) for each in value]
        if isinstance(value, dict):
            return {self.without(name, is_free=is_free): self.in_json(each, is_free=is_free)
                    for name, each in value.items()}  # fmt: skip
        return value


def count(words: Collection[str]) -> int:
    """How many proposals speak of the person."""
    return sum(1 for _request in _speaking(Words.of(words)))


def forget(words: Collection[str]) -> int:
    """Take the person out of every proposal that speaks of them; how many did. Safe to be run twice."""
    wanted = Words.of(words)
    return sum(_strip(request, wanted) for request in _speaking(wanted))


def _speaking(words: Words) -> Iterator[ApprovalRequest]:
    if words.any is None:
        return
    rows = ApprovalRequest.objects.order_by("pk").prefetch_related("steps")
    for request in rows.iterator(chunk_size=AT_ONCE):
        if _stripped(request, words) != _as_it_is(request) or _comments(request, words):
            yield request


@transaction.atomic
def _strip(found: ApprovalRequest, words: Words) -> int:
    request = ApprovalRequest.objects.select_for_update().get(pk=found.pk)
    if request.is_pending:
        request = close(request, ApprovalRequest.Status.OUTDATED, by=SYSTEM)
    for name, value in _stripped(request, words).items():
        setattr(request, name, value)
    request.fingerprint = fingerprint(request.change)
    request.save(update_fields=["subject", "reason", "change", "before", "fingerprint"])
    ApprovalStep.objects.bulk_update(_comments(request, words), ["comment"])
    return 1


def _as_it_is(request: ApprovalRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in ("subject", "reason", "change", "before")}


def _stripped(request: ApprovalRequest, words: Words) -> dict[str, Any]:
    is_free = not request.kind.startswith(SETTINGS)
    return {
        "subject": words.without(request.subject, is_free=False),
        "reason": words.without(request.reason, is_free=True),
        "change": words.in_json(request.change, is_free=is_free),
        "before": words.in_json(request.before, is_free=is_free),
    }


def _comments(request: ApprovalRequest, words: Words) -> list[ApprovalStep]:
    """The signatures whose comment speaks of the person, without them."""
    found = []
    for step in request.steps.all():
        said = words.without(step.comment, is_free=True)
        if said != step.comment:
            step.comment = said
            found.append(step)
    return found


def _is_telling(word: str) -> bool:
    return len(word) >= 6 and any(letter.isdigit() or letter == "@" for letter in word)


def _pattern(words: Any) -> re.Pattern[str] | None:
    longest = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)), re.IGNORECASE) if longest else None
