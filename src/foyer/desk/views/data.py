"""What the pages of data have in common: their tabs, and verbs whose refusals a script can read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.desk.access import View, desk_view
from foyer.desk.shell import frame

SEE, STEWARD, MANAGE = "customers.watch_quality", "customers.steward_customers", "customers.manage_sources"
HERE = "desk:data"
Deed = Callable[..., dict[str, Any]]


class Tab(NamedTuple):
    name: str
    title: str | Promise
    permission: str


TABS = [
    Tab("desk:data", _("Overview"), SEE),
    Tab("desk:quarantine", _("Quarantine"), SEE),
    Tab("desk:pairs", _("Doubtful pairs"), STEWARD),
    Tab("desk:model", _("Matching model"), STEWARD),
    Tab("desk:sources", _("Sources"), SEE),
    Tab("desk:wizard", _("New source"), MANAGE),
]

KEYS: dict[str, list[tuple[list[str], str | Promise]]] = {
    "desk:pairs": [
        (["m"], _("Merge into one customer")),
        (["k"], _("Keep apart")),
        (["u"], _("Take the last decision back")),
        (["j", "J"], _("Next, previous pair")),
    ],
    "desk:quarantine": [
        (["j", "k"], _("Next, previous row")),
        (["Enter"], _("Write what is right")),
        (["c"], _("Correct")),
        (["r"], _("Release")),
        (["d"], _("Discard")),
    ],
}
"""What `?` lists on a page, besides the keys that work everywhere."""
EVERYWHERE = ("/", "g d", "g w", "g k", "Esc", "?")


def data_frame(request: HttpRequest, tab: str, **config: Any) -> dict[str, Any]:
    """The context of `desk/data/frame.html`; `tab` is the page shown."""
    tabs = [each for each in TABS if request.user.has_perm(each.permission)]
    topics = [f"staff:{request.user.pk}"]
    shared = frame(request, here=HERE, topics=topics, **config)
    keys = [*KEYS.get(tab, []), *(each for each in shared["shortcuts"] if each[0][0] in EVERYWHERE)]
    return {**shared, "shortcuts": keys, "tabs": tabs, "tab": tab}


def data_deed(*needed: str) -> Callable[[Deed], View]:
    """A POST that does one verb and answers what a script goes on with; a refusal is answered as JSON too."""

    def decorate(deed: Deed) -> View:
        @require_POST
        @desk_view(*needed)
        @wraps(deed)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return JsonResponse(deed(request, *args, **kwargs))
            except Refusal as refusal:
                return JsonResponse(refusal.as_json(), status=refusal.status)

        return answered

    return decorate


def acting(request: HttpRequest) -> Actor:
    return Actor.staff(request.user)
