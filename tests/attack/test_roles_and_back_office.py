"""Every register of the back office against every role: open where the role holds it, and to nobody by oversight."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from foyer.staff.admin.sidebar import navigation
from foyer.staff.models import User
from foyer.staff.roles import ROLES
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
BANK_DECIDES = {
    "axes.accessfailurelog": "the lock-out's own; attempts are read by administrators, the trail by the auditor",
    "axes.accesslog": "the lock-out's own",
    "procrastinate.procrastinatejob": "arguments of jobs; what failed is told by doctor and the log",
    "staff.approvalrequest": "open by itself to whoever a request concerns",
    "account.emailaddress": "the sign-in library's own; people keep theirs on their own page",
    "mfa.authenticator": "secrets of second factors",
    "socialaccount.socialaccount": "the sign-in library's own",
    "socialaccount.socialapp": "the sign-in library's own; settings name the provider",
    "socialaccount.socialtoken": "the sign-in library's own",
    "usersessions.usersession": "closed at the desk, by people and by security",
    "customers.anonymousidentity": "joins of devices with customers",
    "customers.collectedbatch": "what a site sent that could not be used",
    "customers.customersession": "customers' own sign-ins; they see them on their security page",
    "customers.survivorshiprule": "whose word counts",
    "customers.writekey": "keys that are shown once",
    "conversations.rating": "what customers said of one conversation",
    "knowledge.rating": "what readers said; editors read it at the desk",
    "servicing.order": "orders stand beside their conversation",
}
"""Registers that no role is given as shipped, and why; a bank gives them to whom it decides."""

DOORS = {
    "/admin/base/progress/": {"administrator"},
    "/admin/base/outage/": {"administrator", "security_administrator"},
    "/admin/base/heartbeat/": {"administrator"},
    "/admin/privacy/purpose/": {"administrator", "auditor", "compliance"},
    "/desk/assistant/register": {
        "administrator", "analyst", "auditor", "compliance", "knowledge_editor", "security_administrator", "supervisor",
    },
}  # fmt: skip


def people() -> Iterator[tuple[str, Any]]:
    """One of each role, and one of none, all of whom may enter the back office."""
    unit = UnitFactory()
    for role in [*ROLES, "nobody"]:
        made = UserFactory(username=f"of-{role}", role=role if role in ROLES else None, unit=unit, is_staff=True)
        yield role, User.objects.get(pk=made.pk)


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    settings.FOYER_RATE_SCALE, settings.FOYER_SECOND_FACTOR_ROLES = 0, []


def test_the_doors_open_for_those_named_and_for_no_others() -> None:
    opened: dict[str, set[str]] = {door: set() for door in DOORS}
    for role, user in people():
        browser = Client(raise_request_exception=False)
        browser.force_login(user)
        for door in DOORS:
            status = browser.get(door).status_code
            assert status in (200, 403), f"{role} {door}: {status}"
            opened[door] |= {role} if status == 200 else set()

    assert opened == DOORS


def test_no_register_is_closed_to_all_by_oversight() -> None:
    held = {permission for role in ROLES.values() for permission in role.permissions}
    closed = set()
    for model in admin.site._registry:
        app, name = model._meta.app_label, model._meta.model_name
        if not {f"{app}.view_{name}", f"{app}.change_{name}"} & held:
            closed.add(f"{app}.{name}")

    assert closed == set(BANK_DECIDES)


def test_the_menu_shows_what_one_can_open_and_nothing_else() -> None:
    """By the registers' own word for every role; and each entry of the fullest menu is really opened."""
    longest: list[str] = []
    for role, user in people():
        request = RequestFactory().get("/admin/")
        request.user = user
        shown = {item["link"] for group in navigation(request) for item in group["items"]}
        held = {
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            for model, register in admin.site._registry.items()
            if register.has_view_permission(request)
        }
        assert shown <= held, role
        longest = max(longest, sorted(shown), key=len)
        if role == "administrator":
            browser = Client()
            browser.force_login(user)

    wrong = [link for link in longest if browser.get(link).status_code != 200]
    assert longest and wrong == []


def test_only_who_may_change_a_purpose_is_offered_to() -> None:
    """The administrator and the auditor read purposes; a change by them is refused."""
    from foyer.privacy.models import Purpose

    page = reverse("admin:privacy_purpose_change", args=[Purpose.objects.get(code="service").pk])
    offered = set()
    for role, user in people():
        browser = Client(raise_request_exception=False)
        browser.force_login(user)
        if role in DOORS["/admin/privacy/purpose/"]:
            offered |= {role} if 'name="_save"' in browser.get(page).content.decode() else set()
        if role != "compliance":
            assert browser.post(page, {"articles": "none"}).status_code == 403, role

    assert offered == {"compliance"}


def test_a_place_at_the_desk_never_leads_to_a_closed_page() -> None:
    """Whatever the desk's own menu shows a role, it opens."""
    wrong = []
    for role, user in people():
        browser = Client(raise_request_exception=False)
        browser.force_login(user)
        first = browser.get("/desk/", follow=True)
        for place in first.context["places"] if first.context and "places" in first.context else []:
            status = browser.get(place["url"], follow=True).status_code
            if status != 200:
                wrong.append(f"{role} {place['url']}: {status}")

    assert wrong == []


def test_everybody_begins_with_their_own_work(client: Client) -> None:
    """Whoever reads the register of models beside their own work does not begin there."""
    for role, user in people():
        if role in ("security_administrator", "auditor"):
            client.force_login(user)
            first = client.get("/desk/", follow=True)
            assert first.status_code == 200 and "assistant" not in first.request["PATH_INFO"], role
