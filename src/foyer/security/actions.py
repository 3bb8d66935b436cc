"""Everything that changes something in this room."""

from foyer.security.audit.exporting import export
from foyer.security.audit.pruning import prune, restored
from foyer.security.audit.sealing import seal_waiting
from foyer.security.audit.subjects import forget
from foyer.security.audit.verifying import verify_and_note

__all__ = ["export", "forget", "prune", "restored", "seal_waiting", "verify_and_note"]
