"""What the pages of privacy have in common: their tabs, and the first of them that is yours."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from foyer.desk.access import NotForYou, desk_view
from foyer.desk.shell import frame
from foyer.desk.views.data import EVERYWHERE, Tab

HERE = "desk:privacy"
REVIEW, RECERTIFY = "privacy.review_access", "privacy.recertify"
WATCH = "privacy.watch_privacy"
TABS = [
    Tab("desk:privacy_requests", _("Requests"), "privacy.see_requests"),
    Tab("desk:privacy_holds", _("Holds"), "privacy.see_requests"),
    Tab("desk:privacy_retention", _("Retention"), "privacy.see_requests"),
    Tab("desk:privacy_obligations", _("Obligations"), "privacy.see_obligations"),
    Tab("desk:privacy_purposes", _("Purposes"), WATCH),
    Tab("desk:privacy_notices", _("Privacy notices"), WATCH),
    Tab("desk:privacy_consents", _("Consents"), WATCH),
    Tab("desk:privacy_disclosures", _("Disclosures"), WATCH),
    Tab("desk:privacy_told", _("Recipients to tell"), WATCH),
    Tab("desk:privacy_refusals", _("Refusals"), WATCH),
    Tab("desk:privacy_releases", _("Releases"), "privacy.view_release"),
    Tab("desk:privacy_access", _("Unmasking"), REVIEW),
    Tab("desk:privacy_recertification", _("Who may do what"), RECERTIFY),
    Tab("desk:privacy_warnings", _("Risk notices"), "customers.write_notice"),
    Tab("desk:privacy_classes", _("Data classes"), REVIEW),
]
KEYS: dict[str, list[Any]] = {}


@desk_view()
def home(request: HttpRequest) -> HttpResponse:
    """The first page of privacy that this colleague may see."""
    for tab in TABS:
        if request.user.has_perm(tab.permission):
            return redirect(tab.name)
    raise NotForYou


def privacy_frame(request: HttpRequest, tab: str, **config: Any) -> dict[str, Any]:
    """The context of `desk/privacy/frame.html`; `tab` is the page shown."""
    tabs = [each for each in TABS if request.user.has_perm(each.permission)]
    shared = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"], **config)
    keys = [*KEYS.get(tab, []), *(each for each in shared["shortcuts"] if each[0][0] in EVERYWHERE)]
    return {**shared, "shortcuts": keys, "tabs": tabs, "tab": tab}
