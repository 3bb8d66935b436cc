"""What this room does by itself; imported in every process."""

from foyer.privacy.access import jobs as access  # noqa: F401
