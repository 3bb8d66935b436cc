"""What may be done by hand in a register of the back office. Each room mixes in what fits:

class TurnAdmin(ToBeRead, ModelAdmin): ...       # read, never typed over
class PurposeAdmin(Kept, ModelAdmin): ...        # changed, never added or removed
class ReasonAdmin(NotDeleted, ModelAdmin): ...   # added and changed; what was said once stays readable
"""

from typing import Any

from django.http import HttpRequest


class NotAdded:
    """Its rows are made by the house, not typed in."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NotChanged:
    """What was written stays as it was written."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NotDeleted:
    """Nothing is taken away."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Kept(NotAdded, NotDeleted):
    """Rows that are there: changed, never added or removed by hand."""


class ToBeRead(NotAdded, NotChanged, NotDeleted):
    """Read here; changed by the house's actions only."""
