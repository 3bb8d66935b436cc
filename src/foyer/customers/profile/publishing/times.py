"""Instants as the lake gives them."""

from datetime import UTC, datetime


def utc(at: datetime) -> datetime:
    """The lake's instants are UTC and may not say so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
