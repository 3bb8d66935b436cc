"""Responses: what is done at once when a rule is exceeded, or by hand. Each ends by itself and can be taken back.

    @responses.register("freeze_export", name=_("Freeze exports"), seconds=24 * 3600)

A response is a row while it holds; whoever enforces it asks (`security.queries.may_export(user)`). None punishes
anybody: it makes time for a person to look.
"""

from foyer.security.detection.responses.registry import Kind, of, register, registered
from foyer.security.detection.responses.taking import expire, holds, take, undo

__all__ = ["Kind", "expire", "holds", "of", "register", "registered", "take", "undo"]
