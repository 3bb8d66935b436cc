"""A text column whose content only the application can read."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.crypto.bound import BoundField, OfRow
from foyer.base.crypto.purposes import CONTENT, purpose_of
from foyer.base.legends import legend_of


def not_searchable(context: str) -> FieldError:
    return FieldError(f"{context} is encrypted and cannot be searched; use a blind index beside it.")


class _IsEmpty(models.lookups.Exact):
    """The only text that can be asked for is the empty one, which is stored as it is."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        super().__init__(lhs, rhs)
        if rhs != "":
            raise not_searchable(lhs.output_field.context)


class EncryptedTextField(BoundField, models.TextField):
    """Text in Python, ciphertext in the database. The empty text stays empty: there is nothing to hide in it.

    It cannot be searched or compared; put a `BlindIndexField` beside it for equality. `context` keeps the name it was
    first stored under ("table.column") when a table or column is renamed. It is written by saving its row:
    `update(phone=…)` knows no row and is refused.
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
    def purpose(self) -> str:
        """For what its key is: as its legend says."""
        return purpose_of(legend_of(self))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return self.opened(value) if value else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        row = value.row if isinstance(value, OfRow) else None
        plain = value.value if isinstance(value, OfRow) else value
        return self.sealed(super().get_db_prep_value(plain, connection, prepared), row)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "exact":
            return _IsEmpty
        if lookup_name != "isnull":
            raise not_searchable(self.context)
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


class EncryptedDecimalField(EncryptedTextField):
    """An amount in Python, ciphertext in the database; nothing is stored as the empty text."""

    description = _("Encrypted amount")
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", None)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return Decimal(text) if text else None

    def to_python(self, value: Any) -> Any:
        return None if value in (None, "") else Decimal(str(value))

    def get_prep_value(self, value: Any) -> Any:
        return "" if value in (None, "") else str(value)


class SealedJSONField(BoundField, models.JSONField):
    """A jsonb column whose document is a sealed text; what was there in clear before stays readable."""

    @property
    def purpose(self) -> str:
        return CONTENT

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To the database it is any JSON column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        row = value[-37:] if self.is_bound and value[-37:-36] == "@" else ""
        found = super().from_db_value(value.removesuffix(row), expression, connection)
        return json.loads(self.opened(found + row)) if isinstance(found, str) else found

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        row = value.row if isinstance(value, OfRow) else None
        plain = value.value if isinstance(value, OfRow) else value
        if isinstance(plain, (dict, list)):
            plain = self.sealed(json.dumps(plain, ensure_ascii=False, cls=self.encoder), row)
        return super().get_db_prep_value(plain, connection, prepared)
