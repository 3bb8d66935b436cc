"""The facts this room publishes."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("staff.PresenceChanged", key="user_id")
@dataclass(frozen=True)
class PresenceChanged:
    """Someone came, went, took a break or became busy."""

    user_id: UUID
    state: str
    before: str
    by: str


@fact("staff.UserDeactivated", key="user_id")
@dataclass(frozen=True)
class UserDeactivated:
    """Someone may no longer sign in; their sessions are over."""

    user_id: UUID
    by: str


@fact("staff.UnitMoved", key="unit_id")
@dataclass(frozen=True)
class UnitMoved:
    """A unit and all below it stand under another parent now."""

    unit_id: UUID
    parent_id: UUID
    by: str


@fact("staff.ApprovalProposed", key="request_id")
@dataclass(frozen=True)
class ApprovalProposed:
    """A change waits for a second person."""

    request_id: UUID
    kind: str
    subject: str
    by: str


@fact("staff.ApprovalOverdue", key="request_id")
@dataclass(frozen=True)
class ApprovalOverdue:
    """A signature is late, or soon will be (`seconds_left` above 0)."""

    request_id: UUID
    kind: str
    subject: str
    step: int
    seconds_left: int


@fact("staff.ApprovalDecided", key="request_id")
@dataclass(frozen=True)
class ApprovalDecided:
    """A request is over: approved (and carried out), rejected, withdrawn or outdated."""

    request_id: UUID
    kind: str
    subject: str
    status: str
    by: str
