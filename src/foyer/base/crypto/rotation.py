"""Moving stored values to the current key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, Q, TextField

from foyer.base.crypto.blind import BlindIndexField
from foyer.base.crypto.fields import EncryptedTextField
from foyer.base.crypto.ring import current_pattern
from foyer.base.crypto.words import HashedWordsField

elsewhere: dict[str, Callable[[], int]] = {}


def rotate(model: type[models.Model], *, batch: int = 500, told: Callable[[int], None] = lambda _count: None) -> int:
    """Seal every row of `model` again under the current key; returns how many rows were.

    One transaction a batch. Rows already under the current key are passed over, so a run that was stopped is simply
    started again, and two runs at once only wait for each other. `told(n)` is called after each batch.
    """
    done, last = 0, None
    while rows := _reseal(model, last, batch):
        done, last = done + len(rows), rows[-1].pk
        told(len(rows))
    return done


def encrypted_models() -> list[type[models.Model]]:
    """Every table that holds encrypted columns."""
    return [model for model in apps.get_models() if _fields(model, EncryptedTextField)]


def rotates(what: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register a function that seals again what a library keeps for us; it returns how many values it did."""

    def register(reseal: Callable[[], int]) -> Callable[[], int]:
        elsewhere[what] = reseal
        return reseal

    return register


def stale(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows of `model` that an older key sealed."""
    names = [field.name for field in _fields(model, EncryptedTextField)]
    raw = {f"_raw_{name}": Func(F(name), template="%(expressions)s", output_field=TextField()) for name in names}
    old = Q(pk__in=[])
    for name in raw:
        old |= Q(**{f"{name}__gt": ""}) & ~Q(**{f"{name}__regex": current_pattern()})
    return model._base_manager.alias(**raw).filter(old)


@transaction.atomic
def _reseal(model: type[models.Model], after: Any, batch: int) -> list[Any]:
    waiting = stale(model) if after is None else stale(model).filter(pk__gt=after)
    rows = list(waiting.order_by("pk").select_for_update(of=("self",))[:batch])
    sealed, indexes = _fields(model, EncryptedTextField), _fields(model, (BlindIndexField, HashedWordsField))
    for row in rows:
        for index in indexes:
            index.fill(row)
    if rows:
        model._base_manager.bulk_update(rows, [field.name for field in [*sealed, *indexes]])
    return rows


def _fields(model: type[models.Model], kind: type | tuple[type, ...]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, kind)]
