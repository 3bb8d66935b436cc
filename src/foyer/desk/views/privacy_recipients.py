"""The register of disclosures at the desk: who receives or gives data, under which contract, and each time it did."""

from datetime import date
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from foyer.base.errors import NotFound, Refusal
from foyer.base.text import Bilingual
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting
from foyer.desk.views.privacy import privacy_frame
from foyer.privacy.consents.kinds import KINDS
from foyer.privacy.consents.queries import counted
from foyer.privacy.recipients import keeping, queries

SEE, KEEP = "privacy.watch_privacy", "privacy.manage_disclosures"
TAB = "desk:privacy_disclosures"
ROLES = ("entrust", "provide", "joint", "source")


@desk_view(SEE)
def register(request: HttpRequest) -> HttpResponse:
    """Every party, those to be described first; and the newest disclosures."""
    context = {
        "recipients": list(queries.register()),
        "disclosures": list(queries.disclosures()),
        "may_keep": request.user.has_perm(KEEP),
    }
    return render(request, "desk/privacy/consents/disclosures.html", {**privacy_frame(request, TAB), **context})


@desk_view(SEE, KEEP)
def party(request: HttpRequest, code: str = "") -> HttpResponse:
    """Describe one party, or a new one."""
    found = queries.recipient(code) if code else None
    if code and found is None:
        raise NotFound
    if request.method == "POST":
        return _described(request, code or request.POST.get("code", "").strip()[:80])
    context = {
        "party": found,
        "kinds": [{"code": key, "name": kind.name, "is_on": bool(found and key in found.kinds)}
                  for key, kind in KINDS.items()],
        "purposes": [{"code": one.purpose.code, "name": one.purpose.name, "is_on": _covers(found, one.purpose)}
                     for one in counted()],
        "party_roles": queries.role_names(), "ways": queries.ways(),
        "problem": request.GET.get("problem", "")[:300],
    }  # fmt: skip
    return render(request, "desk/privacy/consents/party.html", {**privacy_frame(request, TAB), **context})


@require_POST
@desk_view(SEE, KEEP)
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Nothing is given to this party any more."""
    keeping.end(code, by=acting(request))
    return redirect(TAB)


def _described(request: HttpRequest, code: str) -> HttpResponse:
    here = reverse("desk:privacy_party", args=[code]) if queries.recipient(code) else reverse("desk:privacy_new_party")
    try:
        keeping.describe(code, _said(request), purposes=request.POST.getlist("purposes"), by=acting(request))
    except Refusal as no:
        return redirect(f"{here}?problem={quote(f'{no.message} {no.mend}')}")
    return redirect(TAB)


def _said(request: HttpRequest) -> dict[str, Any]:
    asked = request.POST
    said: dict[str, Any] = {name: asked.get(name, "").strip()[:120] for name in ("contact", "contract", "assessment")}
    said |= {name: _day(asked.get(name, "")) for name in ("contract_until", "assessed_on")}
    role, secret = asked.get("role", ""), asked.get("tell_secret", "").strip()[:200]
    if secret:
        said["tell_secret"] = secret
    return said | {
        "name": Bilingual(asked.get("name-zh", "")[:120], asked.get("name-en", "")[:120]),
        "exit_plan": Bilingual(asked.get("exit-zh", "")[:500], asked.get("exit-en", "")[:500]),
        "tell_by": asked.get("tell_by") if asked.get("tell_by") in dict(queries.ways()) else "letter",
        "tell_url": asked.get("tell_url", "").strip()[:300],
        "region": asked.get("region", "").strip()[:2],
        "role": role if role in ROLES else "entrust",
        "kinds": [kind for kind in asked.getlist("kinds") if kind in KINDS],
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _covers(found: Any, purpose: Any) -> bool:
    return found is not None and purpose in found.purposes.all()
