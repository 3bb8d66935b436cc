"""A customer's own choices over HTTP: what may be used, one tap each way, the receipt, and the notice in force.

Who has signed in speaks as that customer; who has not speaks for this device, and is joined when they sign in.
"""

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from ninja import Path, Router, Schema

from foyer.base.actors import Actor
from foyer.base.errors import NotFound
from foyer.base.text.bilingual import language_of
from foyer.customers import queries as customers
from foyer.customers.api import VisitorToken
from foyer.privacy.consents import deciding, paper, queries, receipts, showing
from foyer.privacy.consents.deciding import Way
from foyer.privacy.consents.errors import NoSuchNotice, NoSuchPurpose

router = Router(tags=["Privacy"])
Code = Annotated[str, Path(max_length=40, pattern=r"^[a-z_]+$")]


class ChoiceOut(Schema):
    code: str
    name: str
    plain: str
    means: str
    without: str
    kinds: list[str]
    basis: str
    retention: str
    is_fixed: bool
    is_on: bool
    state: str
    since: datetime | None
    until: datetime | None
    receipt: str


class Tap(Schema):
    model_config = {"extra": "forbid"}

    yes: bool


class NoticeOut(Schema):
    version: int
    title: str
    digest: str
    published_at: datetime | None
    sections: list[dict[str, str]]


class NoticeShownOut(Schema):
    shown: bool


@router.get("privacy/consents", response=list[ChoiceOut], auth=VisitorToken())
def my_choices(request: HttpRequest) -> Any:
    """Every purpose with what it means and what was chosen."""
    language = _speak(request)
    return [_out(one, language) for one in queries.choices(_who(request), language=language)]


@router.post("privacy/consents/{code}", response=ChoiceOut, auth=VisitorToken())
def choose(request: HttpRequest, code: Code, asked: Tap) -> Any:
    """Give, or withdraw or refuse: one call each way. From this moment on; nothing earlier is undone."""
    language, who = _speak(request), _who(request)
    deciding.choose(who, code, yes=asked.yes, by=who, way=Way(door="web", language=language))
    now = queries.choice(who, code, language=language)
    if now is None:
        raise NoSuchPurpose
    return _out(now, language)


@router.get("privacy/receipts/{receipt}", response=dict[str, Any], auth=VisitorToken())
def my_receipt(request: HttpRequest, receipt: Annotated[str, Path(max_length=24)]) -> Any:
    """The consent receipt of one of one's own decisions."""
    found = queries.by_receipt(_who(request), receipt)
    if found is None:
        raise NotFound
    return receipts.as_json(found)


@router.get("privacy/notice", response=NoticeOut, auth=None)
def notice(request: HttpRequest) -> Any:
    """The privacy notice in force, in the reader's language."""
    language, found = _speak(request), queries.notice_in_force()
    if found is None:
        raise NoSuchNotice
    parts = paper.sections(found, language)
    return {
        "version": found.version,
        "title": paper.heading_of(found, language),
        "digest": found.digest,
        "published_at": found.published_at,
        "sections": [{"code": one.code, "label": one.label, "text": one.text} for one in parts],
    }


@router.post("privacy/notice/shown", response=NoticeShownOut, auth=VisitorToken())
def notice_shown(request: HttpRequest) -> Any:
    """The short notice was shown to whoever speaks; kept once for each version."""
    return {"shown": showing.shown(_who(request), door="web", language=_speak(request))}


def _who(request: HttpRequest) -> Actor:
    """The signed-in customer, else the visitor behind the token."""
    customer = customers.by_session(request.COOKIES.get(settings.FOYER_CUSTOMER_COOKIE, ""))
    visitor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return Actor.customer(customer) if customer else visitor


def _speak(request: HttpRequest) -> str:
    asked = request.headers.get("Accept-Language", "")
    language = language_of(asked or translation.get_language() or "zh")
    translation.activate("zh-hans" if language == "zh" else "en")
    return language


def _out(one: queries.Choice, language: str) -> dict[str, Any]:
    words = {name: getattr(one, name).in_(language) for name in ("name", "plain", "means", "without", "retention")}
    plain = ("code", "kinds", "basis", "is_fixed", "is_on", "state", "since", "until", "receipt")
    return {**words, **{name: getattr(one, name) for name in plain}}
