"""Canned responses: found by `/` and a shortcut or title in either language, filled and ready to send."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, override

from foyer.base import house
from foyer.base.text import normalise
from foyer.conversations.errors import NoSuchCannedResponse
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import CannedResponse, Conversation
from foyer.conversations.variables import fill
from foyer.customers import queries as customers
from foyer.staff import queries as staff


def find(user: Any, typed: str, *, conversation: Conversation, limit: int = 8) -> list[dict[str, Any]]:
    """What `/typed` offers this agent in this conversation, best first: by shortcut, title, text."""
    wanted = normalise(typed.lstrip("/"))
    rows = sorted(_of(user), key=lambda response: (_rank(response, wanted), -response.used_count, response.shortcut))
    fitting = [response for response in rows if _rank(response, wanted) < len(_TESTS)]
    return [_filled(response, user, conversation) for response in fitting[:limit]]


@transaction.atomic
def used(user: Any, response_id: UUID | str) -> None:
    """Count a use, so that what is used most is offered first. One that is not offered to the user is not found."""
    if not _of(user).filter(pk=response_id).update(used_count=F("used_count") + 1):
        raise NoSuchCannedResponse


def _of(user: Any) -> QuerySet[CannedResponse]:
    """The bank's own, those of the user's unit and of every unit above it."""
    above = staff.units_above(user.unit) if user.unit else []
    return CannedResponse.objects.filter(Q(unit=None) | Q(unit__in=above))


_Test = Callable[[CannedResponse, str], bool]
_TESTS: tuple[_Test, ...] = (
    lambda response, wanted: normalise(response.shortcut) == wanted or normalise(response.shortcut_zh) == wanted,
    lambda response, wanted: normalise(response.shortcut).startswith(wanted),
    lambda response, wanted: bool(response.shortcut_zh) and normalise(response.shortcut_zh).startswith(wanted),
    lambda response, wanted: wanted in normalise(f"{response.title.zh}\n{response.title.en}"),
    lambda response, wanted: wanted in normalise(f"{response.text.zh}\n{response.text.en}"),
)


def _rank(response: CannedResponse, wanted: str) -> int:
    """The first test that fits; the number of tests when none does."""
    return next((place for place, fits in enumerate(_TESTS) if fits(response, wanted)), len(_TESTS))


def _filled(response: CannedResponse, user: Any, conversation: Conversation) -> dict[str, Any]:
    """The response in the customer's language, its variables filled."""
    language = conversation.language
    return {
        "id": str(response.id),
        "shortcut": response.shortcut,
        "shortcut_zh": response.shortcut_zh,
        "title": str(response.title),
        "text": fill(response.text.in_(language), _values(user, conversation)),
    }


def _values(user: Any, conversation: Conversation) -> dict[str, str]:
    with override(DJANGO_LANGUAGE[conversation.language]):
        nobody = gettext("dear customer")
    customer = customers.salutation(conversation.customer, conversation.language) if conversation.customer else ""
    return {
        "customer": customer or nobody,
        "agent": user.get_full_name(),
        "bank": house.name().in_(conversation.language),
    }
