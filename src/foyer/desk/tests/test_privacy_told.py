"""Recipients to tell at the desk: what is open, its papers and verbs; strangers see nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.models import RecipientNotice
from foyer.privacy.recipients import keeping, persons
from foyer.privacy.recipients.notifying import fan_out
from foyer.privacy.tests.consenting import agree, published_notice
from foyer.staff.tests.cast import Cast, bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/desk/privacy/told"


@pytest.fixture
def cast(db: None) -> Cast:
    return bring_on()


def at_desk(user: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def compliance(cast: Cast) -> Client:
    return at_desk(UserFactory(username="cara", role="compliance", unit=cast.head_office))


def begun(number: int) -> RecipientNotice:
    customer = CustomerFactory()
    agree(customer, "third_party_sharing")
    said = {
        "name": Bilingual("伙伴", "Partner"),
        "role": "provide",
        "kinds": ["contact"],
        "region": "CN",
        "contract": "C",
    }
    keeping.describe(f"partner:{number}", said, purposes=["third_party_sharing"], by=SYSTEM)
    keeping.disclose(f"partner:{number}", "third_party_sharing", ["contact"], people=1, customer=customer.pk, by=SYSTEM)
    (notice,) = fan_out("erase", persons.of(customer.pk), request=f"R{number}", by=SYSTEM)
    return notice


@pytest.fixture
def notice(cast: Cast) -> RecipientNotice:
    published_notice()
    return begun(1)


def test_from_the_letter_to_the_acknowledgement(notice: RecipientNotice, compliance: Client) -> None:
    assert "伙伴" in compliance.get(PAGE).content.decode()
    assert compliance.post(f"{PAGE}/{notice.pk}/letter").content.startswith(b"%PDF")
    assert compliance.post(f"{PAGE}/{notice.pk}/file").json()["occasion"] == "erase"
    assert compliance.get(f"{PAGE}/{notice.pk}/file").status_code == 405
    assert compliance.post(f"/desk/do/privacy/told/{notice.pk}/sent").status_code == 302
    assert compliance.post(f"/desk/do/privacy/told/{notice.pk}/acknowledge", {"reference": "L-1"}).status_code == 302

    notice.refresh_from_db()
    assert (notice.state, notice.reference) == ("done", "L-1")
    refused = compliance.post(f"/desk/do/privacy/told/{notice.pk}/acknowledge", {"reference": "L-2"})
    assert refused.status_code == 409 and "banner-bad" in refused.content.decode()
    assert compliance.post(f"/desk/do/privacy/told/{notice.pk}/shout").status_code == 404
    assert compliance.post(f"{PAGE}/{notice.pk}/film").status_code == 404


def test_strangers_see_and_do_nothing(notice: RecipientNotice, cast: Cast) -> None:
    for user in (cast.agent, cast.supervisor, cast.administrator):
        client = at_desk(user)
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}/{notice.pk}/letter").status_code == 403
        assert client.post(f"/desk/do/privacy/told/{notice.pk}/sent").status_code == 403
    assert Client().get(PAGE).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "waiting"


def test_the_list_costs_the_same_however_long(notice: RecipientNotice, compliance: Client) -> None:
    few = _queries(compliance)
    for number in range(2, 6):
        begun(number)

    assert _queries(compliance) <= few


def _queries(client: Client) -> int:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as found:
        assert client.get(PAGE).status_code == 200
    return len(found)
