"""What the pages of security have in common: their tabs, and the first of them that is yours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.desk.access import NotForYou, desk_view
from foyer.desk.shell import frame
from foyer.desk.views.data import EVERYWHERE, Tab

HERE = "desk:security"
READ_TRAIL, EXPORT_TRAIL, VERIFY_TRAIL = "security.read_trail", "security.export_trail", "security.verify_trail"
WATCH_ALERTS, TRIAGE, UNDO = "security.watch_alerts", "security.triage_alerts", "security.undo_response"
PLANT = "security.plant_canary"
TABS = [
    Tab("desk:audit", _("Audit trail"), READ_TRAIL),
    Tab("desk:alerts", pgettext_lazy("security", "Alerts"), WATCH_ALERTS),
    Tab("desk:incidents", _("Incidents"), WATCH_ALERTS),
    Tab("desk:rules", _("Detection rules"), WATCH_ALERTS),
    Tab("desk:canaries", _("Canaries"), PLANT),
    Tab("desk:drills", _("Drills"), "security.see_drills"),
    Tab("desk:risks", _("Risks"), "security.see_risks"),
    Tab("desk:assets", _("Assets"), "security.see_risks"),
    Tab("desk:flows", _("Data flows"), "security.see_risks"),
    Tab("desk:assessments", _("Impact assessments"), "security.see_risks"),
]
Key = tuple[list[str], Any]
MOVE: list[Key] = [(["j", "k"], _("Next, previous line")), (["Enter"], _("Open it"))]
BACK: Key = (["u"], _("Back to the list"))
KEYS: dict[str, list[Key]] = {
    "desk:audit": [*MOVE, (["s"], _("Ask the trail"))],
    "desk:audit_entry": [BACK],
    "desk:alerts": [*MOVE, (["m"], _("Only mine, or all"))],
    "desk:alert": [
        (["t"], _("I look at it")),
        (["f"], _("False alarm")),
        (["e"], _("Explained")),
        (["y"], _("True alarm")),
        (["i"], _("Make it an incident")),
        BACK,
    ],
    "desk:incidents": [*MOVE, (["n"], _("Open an incident"))],
    "desk:incident": [
        (["n"], _("Note")),
        (["w"], _("Somebody was told")),
        (["r"], _("Do something at once")),
        (["c"], _("The danger is over; close")),
        BACK,
    ],
    "desk:rules": MOVE,
    "desk:rule": [(["y"], _("Try it on the past")), (["p"], _("Propose a change")), BACK],
    "desk:canaries": [(["p"], _("Plant a canary"))],
    "desk:drills": MOVE,
    "desk:risks": MOVE,
    "desk:assets": MOVE,
    "desk:assessments": MOVE,
}
"""What `?` lists on each page, besides the keys that work everywhere; `static/desk/security-keys.js` does them."""


@desk_view()
def home(request: HttpRequest) -> HttpResponse:
    """The first page of security that this colleague may see."""
    for tab in TABS:
        if request.user.has_perm(tab.permission):
            return redirect(tab.name)
    raise NotForYou


def security_frame(request: HttpRequest, tab: str, *, page: str = "", **config: Any) -> dict[str, Any]:
    """The context of `desk/security/frame.html`; `tab` is the list shown, `page` the page of one thing in it."""
    tabs = [each for each in TABS if request.user.has_perm(each.permission)]
    shared = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"], **config)
    keys = [*KEYS.get(page or tab, []), *(each for each in shared["shortcuts"] if each[0][0] in EVERYWHERE)]
    return {**shared, "shortcuts": keys, "tabs": tabs, "tab": tab}
