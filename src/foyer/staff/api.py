"""The colleague's own part of the staff API: who I am, whether I am at my desk, how I like my screen."""

from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.security import SessionAuth

from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.staff import actions, queries
from foyer.staff.models import User
from foyer.staff.roles import roles_of
from foyer.staff.sign_in.preferences import remember_language

DESK = (
    *("staff.serve_customers", "staff.watch_team", "conversations.view_conversation", "customers.watch_quality"),
    *("security.read_trail", "assistant.watch_assistant", "assistant.see_register"),
)
"""Any one of these lets somebody onto the desk; what each may do there is decided by the verbs."""


class DeskAuth(SessionAuth):
    """The sign-in session of a colleague who has business at the desk; every change carries the CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = request.user
        if not user.is_authenticated:
            return None
        if not may_use_desk(user):
            raise Forbidden
        return user


def may_use_desk(user: Any) -> bool:
    """Whether the desk is a place for this user."""
    return bool(user.is_active and user.unit_id and any(user.has_perm(permission) for permission in DESK))


desk_auth = DeskAuth()
router = Router(tags=["Staff"], auth=desk_auth)


class PresenceIn(Schema):
    state: str


class PreferencesIn(Schema):
    """What is left out stays as it is."""

    language: Literal["zh", "en"] | None = None
    theme: Literal["auto", "light", "dark"] | None = None


class PresenceOut(Schema):
    state: str
    since: str


class MeOut(Schema):
    id: UUID
    username: str
    name: str
    unit: str
    roles: list[str]
    language: str
    theme: str
    capacity: int
    presence: PresenceOut


class ColleagueOut(Schema):
    id: UUID
    username: str
    name: str
    unit: str
    state: str


@router.get("/me", response=MeOut, summary="Who is signed in")
def me(request: HttpRequest) -> dict[str, Any]:
    return _me_json(_user(request))


@router.post("/me/presence", response=MeOut, summary="Say whether I am at my desk")
def set_my_presence(request: HttpRequest, asked: PresenceIn) -> dict[str, Any]:
    user = _user(request)
    actions.set_presence(user, asked.state, by=Actor.staff(user))
    return _me_json(_user(request))


@router.post("/me/preferences", response=MeOut, summary="Language and theme")
def set_my_preferences(request: HttpRequest, asked: PreferencesIn, response: HttpResponse) -> dict[str, Any]:
    user = _user(request)
    language, theme = asked.language or user.language, asked.theme or user.theme
    actions.set_preferences(user, language=language, theme=theme, time_zone=user.time_zone, by=Actor.staff(user))
    remember_language(response, language)
    return _me_json(user)


@router.get("/colleagues", response=list[ColleagueOut], summary="Whom a note can call in")
def my_colleagues(request: HttpRequest, q: str = "") -> list[dict[str, Any]]:
    people = queries.colleagues(request.user).exclude(pk=cast(User, request.user).pk)
    if q:
        people = people.filter(display_name__icontains=q) | people.filter(username__icontains=q)
    return [_colleague_json(user) for user in people.order_by("username")[:200]]


def _user(request: HttpRequest) -> User:
    return (
        User.objects.select_related("unit", "presence").prefetch_related("groups").get(pk=cast(User, request.user).pk)
    )


def _me_json(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.get_full_name(),
        "unit": str(user.unit),
        "roles": roles_of(user),
        "language": user.language,
        "theme": user.theme,
        "capacity": user.capacity,
        "presence": _presence_json(user),
    }


def _presence_json(user: User) -> dict[str, str]:
    presence = getattr(user, "presence", None)
    return {"state": presence.state if presence else "away", "since": presence.since.isoformat() if presence else ""}


def _colleague_json(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.get_full_name(),
        "unit": str(user.unit),
        "state": _presence_json(user)["state"],
    }
