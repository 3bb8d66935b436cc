"""Every page of the desk against every role: open only where the role holds what the page needs."""

import pytest
from django.test import Client

from foyer.staff.api import may_use_desk
from foyer.staff.models import User
from foyer.staff.roles import ROLES
from foyer.staff.tests.factories import UnitFactory, UserFactory
from tests.attack.addresses import every_address

pytestmark = pytest.mark.django_db
DESK = [address for address in every_address() if address.route.startswith("desk/")]
OWN_GUARD = ("desk/watermark.svg",)  # a drawing of the reader's own number, or nothing for a guest
PAGES = [
    address
    for address in DESK
    if hasattr(address.view, "needs") and not address.parameters and not address.route.startswith("desk/do/")
]


def test_every_page_of_the_desk_has_a_guard():
    open_to_all = [
        address.route for address in DESK if not hasattr(address.view, "needs") and address.route not in OWN_GUARD
    ]

    assert open_to_all == []


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_role_opens_its_pages_and_no_others(role, settings):
    settings.FOYER_RATE_SCALE, settings.FOYER_SECOND_FACTOR_ROLES = 0, []
    made = UserFactory(role=role if role in ROLES else None, unit=UnitFactory())
    user, browser, wrong = User.objects.get(pk=made.pk), Client(raise_request_exception=False), []
    browser.force_login(user)
    for address in PAGES:
        status = browser.get(f"/{address.route}").status_code
        may = may_use_desk(user) and user.has_perms(address.view.needs)
        opened = status not in (403, 404, 405)
        if (opened and not may) or status >= 500:  # a view may ask for more than its guard, never for less
            wrong.append(f"{role} {address.route}: {status}, may open: {may}")

    assert wrong == []


@pytest.mark.parametrize("address", [a for a in DESK if a.route not in OWN_GUARD], ids=lambda address: address.route)
def test_a_guest_is_sent_to_sign_in(address, client):
    from foyer.base.ids import new_id

    answer = client.get(address.filled({}, new_id()))

    assert answer.status_code in (302, 405)
    assert answer.status_code == 405 or answer["Location"].startswith("/accounts/login/")
