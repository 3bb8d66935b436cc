"""The back office of this room."""

from foyer.privacy.access import admin as access  # noqa: F401
