"""Rows about the words of a conversation: whose they are, how many are due, forgetting them when their time is over.

Several parts of this room keep such rows (`holding.py` of each); they differ in their table alone.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from foyer.privacy.holders import Subject
from foyer.privacy.retention.keepers import Carried, Keeper

Row = TypeVar("Row", bound=Model)


def of(model: type[Row], subject: Subject) -> QuerySet[Row]:
    """Those in the conversations of a person."""
    return model._default_manager.filter(conversation__in=sorted(subject.names))


def keeper(name: str, model: type[Model]) -> Keeper:
    """Who carries the rule for logs of AI systems out on `model`."""
    return Keeper(name, "ai_logs", lambda before: _due(model, before).count(), partial(_forget, model))


def _forget(model: type[Model], before: datetime, held: Collection[UUID]) -> Carried:
    due = _due(model, before)
    kept = due.filter(conversation__customer__in=held).count()
    going = due.exclude(conversation__customer__in=held) if held else due
    return Carried(going.delete()[0], kept)


def _due(model: type[Row], before: datetime) -> QuerySet[Row]:
    return model._default_manager.filter(at__lt=before)
