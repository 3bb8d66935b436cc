"""Reasoned access over HTTP, for the desk and for other programs of the bank that act for a colleague."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from foyer.base.actors import Actor
from foyer.customers.profile.view import surviving
from foyer.privacy.access import break_glass, read_again, unmask
from foyer.privacy.access.copying import copied
from foyer.privacy.access.unmasking import Shown
from foyer.staff.api import desk_auth

router = Router(tags=["Reasoned access"], auth=desk_auth)
Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=60, pattern=r"^[\w.:-]*$")]


class Strict(Schema):
    model_config = {"extra": "forbid"}


class Asked(Strict):
    field: Annotated[str, Field(max_length=60, description="As customers.phone.")]
    reason: Code
    about: Annotated[str, Field(max_length=120, pattern=r"^[\w:.-]*$", description="As conversation:0198….")] = ""
    place: Annotated[str, Field(max_length=120, pattern=r"^[\w:.-]*$")] = ""


class Glass(Strict):
    reason: Code
    note: Line


class Copies(Strict):
    count: Annotated[int, Field(ge=1, le=500)]
    characters: Annotated[int, Field(ge=0, le=10_000_000)]
    page: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9/_-]*$")] = ""


class ShownOut(Schema):
    """`value` is null while a second person has not agreed."""

    id: UUID
    status: str
    value: str | None
    seconds: int
    ends_at: datetime | None


class GlassOut(Schema):
    id: UUID
    ends_at: datetime


@router.post("customers/{uuid:customer_id}/unmask", response=ShownOut)
def unmask_value(request: HttpRequest, customer_id: UUID, asked: Asked) -> Any:
    """Show one value of one customer, with a reason of the list, for the minutes of one's role."""
    shown = unmask(customer_id, asked.field, asked.reason, asked.about, by=Actor.staff(request.user), place=asked.place)
    return _json(shown)


@router.get("unmaskings/{uuid:unmasking_id}", response=ShownOut)
def unmasked_value(request: HttpRequest, unmasking_id: UUID) -> Any:
    """The value again, in the same browser session, until its time is over."""
    return _json(read_again(unmasking_id, by=Actor.staff(request.user)))


@router.post("customers/{uuid:customer_id}/break-glass", response={201: GlassOut})
def break_the_glass(request: HttpRequest, customer_id: UUID, asked: Glass) -> Any:
    """Reach a customer with whom nothing is open; the supervisors are told at once."""
    customer = surviving(request.user, customer_id)
    row = break_glass(customer, asked.reason, asked.note, by=Actor.staff(request.user))
    return Status(201, {"id": row.pk, "ends_at": row.ends_at})


@router.post("copied", response={204: None})
def note_copies(request: HttpRequest, asked: Copies) -> Any:
    """How often something was copied from a page with customer data, counted by the page itself."""
    copied(count=asked.count, characters=asked.characters, page=asked.page, by=Actor.staff(request.user))
    return Status(204, None)


def _json(shown: Shown) -> dict[str, Any]:
    row = shown.unmasking
    return {
        "id": row.pk, "status": row.status, "value": shown.value, "seconds": row.seconds, "ends_at": row.ends_at,
    }  # fmt: skip
