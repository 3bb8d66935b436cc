"""Blind indexes: equality on a text that the database never sees.

HMAC with SHA-256 or SM3, with a key of its own for each purpose (HKDF from the ring, apart from every data key), so
that the same phone number has unlike indexes in two tables and nobody without the ring can try numbers out.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.crypto.ring import index_key, index_keys
from foyer.base.text import normalise


def blind_index(value: str, purpose: str) -> str:
    """64 hexadecimal digits that equal texts share (after `normalise`), under the current key."""
    suite, key = index_key(purpose)
    return suite.digest(key, normalise(value).encode()).hex()


def blind_indexes(value: str, purpose: str) -> list[str]:
    """The index under every key of the ring, current first: what to look for while a rotation is under way."""
    text = normalise(value).encode()
    return [suite.digest(key, text).hex() for suite, key in index_keys(purpose)]


class BlindIndexField(models.CharField):
    """The blind index of the field `source` in the same row; filled when the row is saved, never by hand.

    `filter(phone_index__of="138…")` finds by the text itself. An empty source gives NULL, so that `unique` allows many.
    When you save with `update_fields`, name the index beside its source.
    """

    description = _("Blind index")

    def __init__(self, *args: Any, source: str = "", purpose: str = "", **kwargs: Any) -> None:
        self.source, self.purpose = source, purpose
        kwargs |= {"max_length": 64, "null": True, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "purpose": self.purpose}
        for fixed in ("max_length", "null", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        return self.fill(model_instance)

    def fill(self, instance: models.Model) -> str | None:
        """Set the index from the source as it is now."""
        text = getattr(instance, self.source)
        index = blind_index(text, self.purpose) if text else None
        setattr(instance, self.attname, index)
        return index


@BlindIndexField.register_lookup
class _Of(models.lookups.In):
    """`__of=text`: rows whose source is that text, whichever key of the ring indexed them."""

    lookup_name = "of"
    prepare_rhs = False

    def __init__(self, lhs: Any, text: str) -> None:
        super().__init__(lhs, blind_indexes(text, lhs.output_field.purpose))
