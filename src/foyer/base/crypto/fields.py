"""A text column whose content only the application can read."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.crypto.ring import open_text, seal


class EncryptedTextField(models.TextField):
    """Text in Python, ciphertext in the database. The empty text stays empty: there is nothing to hide in it.

    It cannot be searched or compared; put a `BlindIndexField` beside it for equality. `context` keeps the name it was
    first stored under ("table.column") when a table or column is renamed.
    """

    description = _("Encrypted text")

    def __init__(self, *args: Any, context: str | None = None, **kwargs: Any) -> None:
        self.given_context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if self.given_context:
            kwargs["context"] = self.given_context
        return name, path, args, kwargs

    @property
    def context(self) -> str:
        return self.given_context or f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return open_text(value, self.context) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        text = super().get_db_prep_value(value, connection, prepared)
        return seal(text, self.context) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.context} is encrypted and cannot be searched; use a blind index beside it.")
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """A JSON document in Python, ciphertext in the database. An empty document is stored as the empty text."""

    description = _("Encrypted JSON")
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else {}

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) and value else value or {}

    def get_prep_value(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
