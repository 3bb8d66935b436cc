"""What every page of the desk shows around its content."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.keeping import keeping
from foyer.conversations import queries as conversations
from foyer.desk.access import READ, WATCH
from foyer.desk.choices import SHORTCUTS, STATES, THEMES
from foyer.desk.words import words
from foyer.staff import queries as staff
from foyer.staff.roles import role_name, roles_of

API = "/api/v1/staff"
MOST_QUEUES = 16  # topics of one stream are limited; what lies beyond is seen when the list is drawn again
NUMBERS_KEPT_SECONDS = 2

PRIVACY = tuple(
    f"privacy.{name}"
    for name in ("see_requests", "see_obligations", "watch_privacy", "review_access", "recertify", "view_release")
)
SECURITY = tuple(f"security.{name}" for name in ("read_trail", "watch_alerts", "see_drills", "see_risks"))
Place = tuple[str, str, str, Any, str | tuple[str, ...] | None]
PLACES: list[Place] = [  # whoever holds the permission, or any of several, may enter
    ("d", "desk:home", "messages", _("Conversations"), READ),
    ("u", "desk:customers", "users", _("Customers"), "customers.view_customer"),
    ("o", "desk:promises", "clock-check", _("Promises"), "servicing.keep_promise"),
    ("w", "desk:wall", "device-tv", _("Wall"), WATCH),
    ("m", "desk:assistant", "robot", _("Assistant"), ("assistant.watch_assistant", "assistant.see_register")),
    ("k", "desk:knowledge", "book-2", _("Knowledge"), "knowledge.view_article"),
    ("q", "desk:data", "database", _("Data"), "customers.watch_quality"),
    ("p", "desk:privacy", "shield-lock", _("Privacy"), (*PRIVACY, "customers.write_notice")),
    ("s", "desk:security", "shield-check", _("Security"), SECURITY),
    ("c", "desk:components", "components", _("Components"), None),
]
INSTEAD = {"desk:assistant": ("assistant.watch_assistant", "desk:assistant_register")}
"""Where a place leads those who may not open its first page: its permission, and the page that is theirs."""


def frame(request: HttpRequest, *, here: str, topics: list[str], **config: Any) -> dict[str, Any]:
    """The context of `desk/frame.html`."""
    user = request.user
    places = _places(user)
    return {
        "here": here,
        "places": places,
        "roles": [role_name(code) for code in roles_of(user)],
        "numbers": numbers(user),
        "presence": presence_of(user),
        "states": STATES,
        "themes": THEMES,
        "shortcuts": SHORTCUTS,
        "words": words(),
        "config": {
            "me": str(user.pk),
            "keeping": keeping(f"staff {user.pk}"),
            "api": API,
            "csrf": get_token(request),
            "lang": "en" if get_language() == "en" else "zh-CN",
            "time_zone": str(timezone.get_current_timezone()),
            "home": reverse("desk:home"),
            "places": {place["key"]: place["url"] for place in places},
            "topics": topics,
            **config,
        },
    }


def first_place(user: Any) -> str:
    """Where somebody begins: the address of the first place they may enter by its own first page."""
    places = _places(user)
    return str(next((place for place in places if _is_whole(user, place)), places[0])["url"])


def _places(user: Any) -> list[dict[str, Any]]:
    shown = [
        {"key": key, "name": name, "url": reverse(_page(user, name)), "icon": icon, "title": title}
        for key, name, icon, title, permission in PLACES
        if permission is None or any(user.has_perm(one) for one in _several(permission))
    ]
    if user.is_staff:
        shown.append(
            {"key": "a", "name": "admin", "url": reverse("admin:index"), "icon": "settings", "title": _("Back office")}
        )
    return shown


def _is_whole(user: Any, place: dict[str, Any]) -> bool:
    return _page(user, place["name"]) == place["name"]


def _page(user: Any, place: str) -> str:
    needed, other = INSTEAD.get(place, (None, place))
    return place if needed is None or user.has_perm(needed) else other


def _several(permission: str | tuple[str, ...]) -> tuple[str, ...]:
    return permission if isinstance(permission, tuple) else (permission,)


def presence_of(user: Any) -> dict[str, Any]:
    """My state and load, as the header shows them."""
    colleague = staff.colleague(user, user.pk)
    presence = getattr(colleague, "presence", None)
    mine = conversations.my_conversations(user)
    return {
        "state": presence.state if presence else "away",
        "load": sum(1 for card in mine if card["status"] in ("active", "waiting")),
        "capacity": colleague.capacity,
    }


def numbers(user: Any) -> dict[str, Any]:
    """The four numbers of the header for the user's unit, at most two seconds old."""
    key = f"desk:numbers:{user.unit_id}"
    wall: dict[str, Any] | None = cache.get(key)
    if wall is None:
        wall = conversations.wall(user.unit)
        cache.set(key, wall, NUMBERS_KEPT_SECONDS)
    return {
        **wall["now"],
        **wall["today"],
        "since": ago_iso(wall["at"], wall["now"]["longest_wait_seconds"]),
        "standard": _tightest(wall["queues"]),
        "at": clock.now().isoformat(),
    }


def ago_iso(at: str, seconds: int) -> str:
    """The instant a wait began, for a time that goes on by itself; empty when nobody waits."""
    return (datetime.fromisoformat(at) - timedelta(seconds=seconds)).isoformat() if seconds else ""


def _tightest(queues: list[dict[str, Any]]) -> int:
    return min((queue["standard_seconds"] for queue in queues if queue["waiting"]), default=0)


def topics_of(user: Any) -> list[str]:
    """What the desk follows all the time: my own list and the queues in reach."""
    queues = conversations.queues_of(user)[:MOST_QUEUES]
    return [f"staff:{user.pk}", *(f"queue:{queue['id']}" for queue in queues)]
