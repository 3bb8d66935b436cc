"""Identifiers that sort by time: UUID version 7 (RFC 9562), so that new rows land together in an index."""

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh UUIDv7; its first 48 bits are the milliseconds since 1970."""
    return compat.uuid7()
