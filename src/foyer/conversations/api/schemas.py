"""What the customer's API takes and gives. Words from outside are bounded here; rules live in the actions."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema

NO_NUL = r"^[^\x00]*$"  # the one character PostgreSQL cannot keep

Text = Annotated[str, Field(max_length=4_000, pattern=NO_NUL)]
ClientId = Annotated[
    str,
    Field(
        min_length=8,
        max_length=80,
        pattern=r"^[\w.:-]+$",
        description="Your own identifier of the message, such as a UUID.",
    ),
]
Language = Literal["zh", "en"]
Channel = Literal["portal", "web", "app", "kiosk"]
Seq = Annotated[int, Field(ge=0, le=2_147_483_647)]


class Strict(Schema):
    """A body in which a misspelt name is told rather than overlooked."""

    model_config = {"extra": "forbid"}


class Beginning(Strict):
    language: Language = "zh"
    channel: Channel = "portal"


class Opening(Strict):
    language: Language = "zh"
    channel: Channel = "portal"
    large_type: bool = Field(False, description="They use the large-type pages: served sooner, hurried less.")


class Words(Strict):
    text: Text
    client_id: ClientId


class UpTo(Strict):
    seq: Seq


class Stars(Strict):
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Annotated[str, Field(max_length=1_000, pattern=NO_NUL)] = ""


class Address(Strict):
    email: Annotated[str, Field(max_length=200, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]


class FraudReport(Opening):
    freeze: bool = Field(False, description="Stand a signed-in customer's online services still as well.")


class PhoneAndCode(Strict):
    phone: Annotated[str, Field(min_length=4, max_length=24, pattern=r"^[+0-9 ()-]+$")]
    code: Annotated[str, Field(pattern=r"^\s*[0-9]{6}\s*$")]
    app: str = Field(
        "", max_length=40, pattern=r"^[0-9A-Za-z \-]*$",
        description="Asked for by `app_needed`: the digits of the customer's authenticator app, or a recovery code.",
    )  # fmt: skip


class Begun(Schema):
    visitor: UUID
    token: str = Field(description="Given once and kept nowhere; send it as a bearer token.")


class SignedIn(Schema):
    name: str = Field(description="As any screen may show it: masked.")
    assurance: int


class PlaceInLine(Schema):
    position: int | None = Field(description="1 is the next to be served; null for who does not wait.")
    ahead: int
    wait_seconds: int | None = Field(description="The expected wait; null when nobody can tell.")
    open_now: bool
    opens_at: datetime | None
    notice: str = ""


class Rated(Schema):
    score: int
    comment: str


class Receipts(Schema):
    read: int = Field(description="The bank's side has read up to this number.")
    delivered: int


class Talk(Schema):
    """A conversation as its customer may see it."""

    id: UUID
    number: str
    status: Literal["assisted", "waiting", "active", "snoozed", "closed"]
    language: str
    agent: str | None
    assurance: int = Field(description="0 anonymous, 1 claimed, 2 verified, 3 stepped up.")
    opened_at: datetime
    closed_at: datetime | None
    last_seq: int
    preview: str
    receipts: Receipts
    place: PlaceInLine | None
    rating: Rated | None
    can_rate: bool
    can_continue: bool = Field(description="Whether writing goes on with it, rather than beginning a new one.")
    cursor: int = Field(description="Where to begin to listen at /live: send it as Last-Event-ID.")


class Author(Schema):
    kind: Literal["customer", "agent", "assistant", "system"]
    id: UUID | None
    name: str


class MessageOut(Schema):
    """One message of a conversation."""

    id: UUID
    conversation: UUID
    seq: int
    client_id: str
    kind: Literal["text", "attachment", "choices", "event", "note", "rating"]
    author: Author
    text: str
    lang: str
    machine: bool = Field(description="Written by a machine; show `label` beside it.")
    label: str | None
    at: datetime
    citations: list[dict[str, Any]]
    choices: list[dict[str, Any]]
    event: dict[str, Any] | None
    attachment: dict[str, Any] | None
    note: bool
    edited: bool
