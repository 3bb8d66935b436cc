"""The part of the security page where a customer sets up an authenticator app, renews its recovery codes, removes it.

Seed and recovery codes stand in one answer to one POST, which no browser keeps, and in no address.
"""

from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.customers import trust
from foyer.portal.frame import posted, spoken
from foyer.portal.security import security_page, signed_in, token_of, unproved

THEN = {
    "begin": _("Then you set up your app."),
    "recovery": _("Then you get new recovery codes; those of before open nothing more."),
    "remove": _("Then you sign in with a code by text message alone."),
}


@posted("portal:security")
@spoken
@signed_in
def begin(request: HttpRequest, customer: Any) -> HttpResponse:
    """A seed for the app, as a picture and as letters."""
    if (asked := unproved(request, customer, THEN["begin"])) is not None:
        return asked
    try:
        return _set_up(request, customer, trust.begin_app(customer, token_of(request)))
    except Refusal as no:
        return security_page(request, customer, refused=no, status=no.status)


@posted("portal:security")
@spoken
@signed_in
def confirm(request: HttpRequest, customer: Any) -> HttpResponse:
    """The app's first digits: it counts, and the recovery codes are shown this once."""
    token = token_of(request)
    try:
        codes = trust.confirm_app(customer, token, request.POST.get("code", "")[:40], by=Actor.customer(customer))
    except Refusal as no:
        return _once_more(request, customer, no)
    return security_page(request, customer, recovery=codes)


@posted("portal:security")
@spoken
@signed_in
def renew(request: HttpRequest, customer: Any) -> HttpResponse:
    if (asked := unproved(request, customer, THEN["recovery"])) is not None:
        return asked
    try:
        codes = trust.renew_recovery(customer, by=Actor.customer(customer))
    except Refusal as no:
        return security_page(request, customer, refused=no, status=no.status)
    return security_page(request, customer, recovery=codes)


@posted("portal:security")
@spoken
@signed_in
def remove(request: HttpRequest, customer: Any) -> HttpResponse:
    if (asked := unproved(request, customer, THEN["remove"])) is not None:
        return asked
    trust.remove_app(customer, token=token_of(request), by=Actor.customer(customer))
    return HttpResponseRedirect(f"{reverse('portal:security')}?done=app_removed")


def _once_more(request: HttpRequest, customer: Any, no: Refusal) -> HttpResponse:
    """The same picture again, where it was begun in this browser; else only why not."""
    try:
        beginning = trust.begun_app(customer, token_of(request))
    except Refusal:
        return security_page(request, customer, refused=no, status=no.status)
    return _set_up(request, customer, beginning, wrong=no, status=no.status)


def _set_up(request: HttpRequest, customer: Any, beginning: Any, **more: Any) -> HttpResponse:
    letters = beginning.letters
    groups = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return security_page(request, customer, setting_up=groups, picture=_picture(beginning.address), **more)


def _picture(address: str) -> dict[str, Any]:
    """The address as a QR code, drawn as one path: nothing is fetched and nothing is inline but the page itself."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return {"size": len(rows), "path": "".join(f"M{x},{y}h1v1h-1z" for x, y in dark)}
