"""Which encoders this house uses, as its operator set them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from foyer.base.encoders import second
from foyer.base.encoders.builtin import BuiltIn
from foyer.base.encoders.endpoint import Endpoint
from foyer.base.encoders.errors import BadEncoder
from foyer.base.encoders.folders import Folder
from foyer.base.encoders.port import Encoder


@lru_cache(maxsize=1)
def chosen() -> tuple[Encoder, ...]:
    """The first encoder, then the second opinion if there is one. Raises BadEncoder when what was named is no encoder,
    and Away while an address does not answer."""
    return (_first(), *_second())


def forget() -> None:
    """As a fresh process: for tests."""
    chosen.cache_clear()


def _first() -> Encoder:
    named = settings.FOYER_ENCODER
    if not named:
        return BuiltIn()
    found: Encoder = _at_address(named) if named.startswith(("https://", "http://")) else Folder(Path(named))
    wanted = settings.FOYER_ENCODER_DIMENSIONS
    if wanted and found.dimensions != wanted:
        raise BadEncoder(why=f"{named} gives {found.dimensions} numbers, FOYER_ENCODER_DIMENSIONS says {wanted}")
    return found


def _at_address(url: str) -> Encoder:
    return Endpoint(url, model=settings.FOYER_ENCODER_MODEL, key=settings.FOYER_ENCODER_KEY)


def _second() -> tuple[Encoder, ...]:
    where = second.folder()
    if where is None or not settings.FOYER_SECOND_OPINION:
        return ()
    return second.views(where)
