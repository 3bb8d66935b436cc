"""The facts that requests and retention tell; those of consents are in `consents.events`."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("privacy.PersonErased", key="erasure_id")
@dataclass(frozen=True)
class PersonErased:
    """Somebody was deleted everywhere; what a law keeps is restricted."""

    erasure_id: UUID
    request_id: UUID
