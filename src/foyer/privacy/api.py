"""A customer's own requests over HTTP, for the bank's app: ask, follow, prove, fetch."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status
from ninja.security import APIKeyCookie

from foyer.base.actors import Actor
from foyer.base.text import active_language
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.privacy.requests import asking, copies, queries, working

SESSION_COOKIE: str = settings.FOYER_CUSTOMER_COOKIE


class SignedIn(APIKeyCookie):
    """The cookie that signing in gave; checked against forgery like a form, since browsers send it by themselves."""

    param_name = SESSION_COOKIE

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return customers.by_session(key or "")


router = Router(tags=["My data"], auth=SignedIn())
Text = Annotated[str, Field(max_length=2_000)]


class Wish(Schema):
    model_config = {"extra": "forbid"}

    kind: Annotated[str, Field(max_length=16)]
    asked: dict[Annotated[str, Field(max_length=20)], Text] = {}


class Code(Schema):
    model_config = {"extra": "forbid"}

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class OnItsWay(Schema):
    expires_at: datetime
    code: str | None = None
    by_app: bool = Field(False, description="Nothing was sent: the authenticator app has the digits.")


class CopyOut(Schema):
    id: UUID
    format: str
    size: int
    expires_at: datetime


class RequestOut(Schema):
    id: UUID
    number: str
    kind: str
    state: str
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    told: list[str]
    copies: list[CopyOut]


@router.get("my-data/requests", response=list[RequestOut])
def my_requests(request: HttpRequest) -> Any:
    """What I asked about my data, the newest first."""
    return [_out(one) for one in queries.mine(_me(request).pk)]


@router.post("my-data/requests", response={201: RequestOut})
def ask_about_my_data(request: HttpRequest, wish: Wish) -> Any:
    """Ask. What gives data out or deletes it waits for a code."""
    me = _me(request)
    made = asking.ask(
        me.pk, wish.kind, by=Actor.customer(me), asked=wish.asked, door="app", language=active_language()
    )  # fmt: skip
    return Status(201, _out(made))


@router.post("my-data/requests/{uuid:request_id}/code", response={202: OnItsWay})
def send_proof_code(request: HttpRequest, request_id: UUID) -> Any:
    """Send six digits to the phone the bank has for me."""
    sent = asking.send_code(queries.my_request(_me(request).pk, request_id))
    return Status(202, {"expires_at": sent.expires_at, "code": sent.shown, "by_app": sent.by_app})


@router.post("my-data/requests/{uuid:request_id}/proof", response=RequestOut)
def prove_identity(request: HttpRequest, request_id: UUID, given: Code) -> Any:
    """The digits: it is I who asks."""
    me = _me(request)
    return _out(asking.prove(queries.my_request(me.pk, request_id), given.code, by=Actor.customer(me)))


@router.delete("my-data/requests/{uuid:request_id}", response={204: None})
def withdraw_my_request(request: HttpRequest, request_id: UUID) -> Any:
    """I no longer want this."""
    me = _me(request)
    working.withdraw(queries.my_request(me.pk, request_id).pk, by=Actor.customer(me))
    return Status(204, None)


@router.post("my-data/code", response={202: OnItsWay})
def send_copy_code(request: HttpRequest) -> Any:
    """Send six digits, to fetch a copy with."""
    sent = customer_actions.request_proof(_me(request).pk)
    return Status(202, {"expires_at": sent.expires_at, "code": sent.shown, "by_app": sent.by_app})


@router.post("my-data/copies/{uuid:copy_id}", response={200: bytes})
def fetch_my_copy(request: HttpRequest, copy_id: UUID, given: Code) -> Any:
    """A copy of my data, with a code that was just sent."""
    me = _me(request)
    copy = queries.my_copy(me.pk, copy_id)
    customer_actions.prove(me.pk, given.code)
    content, kind, name = copies.fetch(copy, by=Actor.customer(me), is_proved=True)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _me(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _out(one: Any) -> dict[str, Any]:
    language = active_language()
    return {
        "id": one.pk, "number": one.number, "kind": one.kind, "state": one.state, "asked_at": one.asked_at,
        "due_at": one.due_at, "closed_at": one.closed_at,
        "told": [each.text.in_(language) for each in one.notices.all()],
        "copies": [copy for copy in one.copies.all() if copy.gone_at is None],
    }  # fmt: skip
