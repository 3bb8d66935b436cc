"""The facts of consents; ids only."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("privacy.ConsentDecided", key="consent_id")
@dataclass(frozen=True)
class ConsentDecided:
    """Somebody gave, refused or withdrew, or a consent lapsed: `decision` says which. One of both ids is set."""

    consent_id: UUID
    purpose: str
    decision: str
    by: str
    customer_id: UUID | None = None
    visitor_id: UUID | None = None


@fact("privacy.NoticePublished", key="notice_id")
@dataclass(frozen=True)
class NoticePublished:
    """A version of the privacy notice came into force; consents to `changed` purposes must be asked for again."""

    notice_id: UUID
    version: int
    changed: list[str]
    by: str


@fact("privacy.TagsDeleted", key="customer_id")
@dataclass(frozen=True)
class TagsDeleted:
    """A customer had their profile tags deleted."""

    customer_id: UUID
    count: int
    by: str
