"""Which fields may hold something about a person, by their kind and name."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from foyer.base.text import BilingualField

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.GenericIPAddressField,
         models.FileField, ArrayField)  # fmt: skip
ABOUT_A_PERSON = re.compile(
    r"birth|born|age$|gender|sex|salary|income|balance|amount|phone|mail|address|name|passport|resident|card|account"
    r"|latitude|longitude|location|elderly|vulnerable"
)
ACTOR = re.compile(r"(^|_)(by|actor)$")
_HARMLESS = (models.SlugField, models.UUIDField)


def fields() -> Iterator[tuple[str, str, Any]]:
    """Every column of every table that a model describes: "room.Model", name, field."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed is False and model._meta.app_label not in {"procrastinate"}:
            continue
        for field in model._meta.local_concrete_fields:
            yield model._meta.label, field.name, field


def candidates() -> Iterator[tuple[str, str, Any]]:
    """Those that may hold something about a person, unless somebody says otherwise.

    Texts of any kind, and whatever is named like something about a person. Not: keys and references, fixed choices,
    codes, and what the bank writes in two languages for everybody.
    """
    return ((label, name, field) for label, name, field in fields() if may_hold(name, field))


def may_hold(name: str, field: Any) -> bool:
    """Whether a field of that kind and name may hold something about a person."""
    if field.primary_key or field.is_relation or getattr(field, "choices", None):
        return False
    if isinstance(field, (*_HARMLESS, BilingualField)) or ACTOR.search(name):
        return False
    return isinstance(field, TEXTS) or ABOUT_A_PERSON.search(name) is not None
