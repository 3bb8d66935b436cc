"""Asking for a sign-in code. Proving it joins conversations, so that half of signing in is in their API."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import HttpBearer

from foyer.base import live
from foyer.base.actors import Actor
from foyer.customers import actions

router = Router(tags=["Signing in"])


class VisitorToken(HttpBearer):
    """The token that `POST /visitors` gave."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        principal = live.authenticate_bearer(token)
        return principal.actor if principal else None


class Phone(Schema):
    model_config = {"extra": "forbid"}

    phone: Annotated[str, Field(min_length=4, max_length=24, pattern=r"^[+0-9 ()-]+$")]


class CodeOnItsWay(Schema):
    expires_at: datetime
    code: str | None = Field(description="Only where no message is really sent: the demonstration.")


@router.post("sign-in/code", response={202: CodeOnItsWay}, auth=VisitorToken())
def request_code(request: HttpRequest, asked: Phone) -> Any:
    """Send six digits to a phone. Neither answer nor time tells whether the bank knows the number."""
    sent = actions.request_code(asked.phone, by=request.auth)  # type: ignore[attr-defined]  # set by ninja
    return Status(202, {"expires_at": sent.expires_at, "code": sent.shown})
