"""What sealed columns share: how a value learns its row, when it is written and when it is read.

Written, a value comes with the identifier of its row, which is made in Python before the row is inserted. Read, the
query asks for the row's identifier beside the ciphertext, as `<ciphertext>@<identifier>`, wherever a column of the
table itself is selected: in rows, `values` and sub-queries alike. Then a ciphertext of another row is refused.

A table whose rows get their identifier from the database has no bound columns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models

from foyer.base.crypto.sealing import open_at, open_text, seal

_COLUMN = re.compile(r'("[^"]+")\."[^"]+"')
_ID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class OfRow:
    """A value on its way into its row."""

    value: Any
    row: UUID


class BoundField(models.Field):
    """Mixed into a field: its ciphertext opens in its own row alone."""

    given_context: str | None = None

    @property
    def purpose(self) -> str:
        """For what its key is."""
        raise NotImplementedError

    @cached_property
    def context(self) -> str:
        """What a ciphertext is bound to besides its row."""
        return self.given_context or f"{self.model._meta.db_table}.{self.column}"

    @cached_property
    def is_bound(self) -> bool:
        """Whether the identifier is known before the row is."""
        return isinstance(self.model._meta.pk, models.UUIDField)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if not self.is_bound or hasattr(value, "resolve_expression"):
            return value
        key = model_instance.pk
        return OfRow(value, key if isinstance(key, UUID) else UUID(str(key)))

    def sealed(self, text: str, row: UUID | None) -> str:
        """A text as the column of that row holds it, for what writes rows by itself. The empty text stays empty."""
        if not text:
            return text
        if not self.is_bound:
            return seal(text, self.context, self.purpose)
        if row is None:
            raise FieldError(f"{self.context} is sealed with its row: save the row, or use field.sealed(text, row).")
        return seal(text, self.context, self.purpose, row=row)

    def opened(self, stored: str) -> str:
        """The text of what a query brought: with its row, or without where an expression stood between them."""
        if stored[-_ID_LENGTH - 1 : -_ID_LENGTH] != "@" or not self.is_bound:
            return open_text(stored, self.context) if stored else stored
        sealed = stored[: -_ID_LENGTH - 1]
        return open_at(sealed, self.context, bytes.fromhex(stored[-_ID_LENGTH:].replace("-", ""))) if sealed else sealed

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """The ciphertext with its row, where the column itself is asked for."""
        column = _COLUMN.fullmatch(sql)
        if column is None or not self.is_bound:
            return sql, params
        row = compiler.connection.ops.quote_name(self.model._meta.pk.column)
        return f"({sql}::text || '@' || {column[1]}.{row})", params
