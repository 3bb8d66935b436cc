"""The pages of purposes, notices, consents, disclosures and refusals: for compliance, and for nobody else."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import Actor
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.consents import deciding, proof, queries
from foyer.privacy.models import Purpose, Recipient
from foyer.privacy.tests.consenting import agree, officer, published_notice
from foyer.staff.tests.cast import Cast, bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("purposes", "notices", "consents", "disclosures", "disclosures/new", "refusals")


@pytest.fixture
def cast(db: None) -> Cast:
    return bring_on()


def at_desk(user: Any) -> Client:
    """A browser at the desk."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def compliance(cast: Cast) -> Client:
    return at_desk(UserFactory(username="cara", role="compliance", unit=cast.head_office))


@pytest.mark.parametrize("page", PAGES)
def test_compliance_sees_each_page_empty_and_filled(compliance: Client, cast: Cast, page: str) -> None:
    assert compliance.get(f"/desk/privacy/{page}").status_code == 200
    published_notice()
    customer = CustomerFactory(unit=cast.branch)
    agree(customer, "profiling")
    gates.may_use(customer, "market_survey")

    assert compliance.get(f"/desk/privacy/{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_others_are_turned_away(cast: Cast, page: str) -> None:
    for user in (cast.agent, cast.supervisor, cast.administrator):
        assert at_desk(user).get(f"/desk/privacy/{page}").status_code == 403
    assert Client().get(f"/desk/privacy/{page}").status_code == 302


def test_lists_cost_the_same_however_long(compliance: Client, cast: Cast) -> None:
    published_notice()

    def cost(page: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            compliance.get(f"/desk/privacy/{page}")
        return sum("privacy_" in query["sql"] for query in asked)  # the frame's own numbers come and go

    customer = CustomerFactory(unit=cast.branch)
    agree(customer, "profiling")
    Recipient.objects.create(code="sms:a", name={"zh": "a", "en": "a"}, role="entrust")
    pages = ["purposes", "disclosures", "refusals", f"consents/{customer.pk}"]
    few = {page: cost(page) for page in pages}
    for purpose in ("market_survey", "marketing_sms", "model_training"):
        agree(customer, purpose)
    for name in "bcdef":
        Recipient.objects.create(code=f"sms:{name}", name={"zh": name, "en": name}, role="entrust")

    assert {page: cost(page) for page in pages} == few


def test_a_notice_is_written_side_by_side_proposed_and_published_by_a_second_person(cast: Cast) -> None:
    maker, checker = at_desk(officer("one")), at_desk(officer("two"))
    maker.post("/desk/do/privacy/notices/draft")
    words = {"who-zh": "处理者是测试银行。", "who-en": "Test Bank."}
    maker.post("/desk/do/privacy/notices/write", words)
    assert "Test Bank." in maker.get("/desk/privacy/notices").content.decode()
    maker.post("/desk/do/privacy/notices/propose", words)

    answer = maker.post("/desk/do/privacy/notices/approve", follow=True)
    assert queries.notice_in_force() is None and "consent-problem" in answer.content.decode()
    checker.post("/desk/do/privacy/notices/approve")

    now = queries.notice_in_force()
    assert now is not None and now.words["who"] == {"zh": "处理者是测试银行。", "en": "Test Bank."}


def test_a_hole_is_named(cast: Cast) -> None:
    maker = at_desk(officer("one"))
    maker.post("/desk/do/privacy/notices/draft")

    answer = maker.post("/desk/do/privacy/notices/propose", {"who-zh": "", "who-en": "x"}, follow=True)

    assert "who (zh)" in answer.content.decode()


def test_the_proof_is_exported_for_a_reason(compliance: Client, cast: Cast) -> None:
    published_notice()
    customer = CustomerFactory(unit=cast.branch)
    agree(customer, "profiling")

    told = json.loads(compliance.post(f"/desk/do/privacy/consents/{customer.pk}/export", {"reason": "dispute"}).content)

    assert told["digest"] == proof.digest_of(told) and told["decisions"][0]["decision"] == "given"
    refused = at_desk(cast.agent).post(f"/desk/do/privacy/consents/{customer.pk}/export", {"reason": "x"})
    assert refused.status_code == 403


def test_a_purpose_is_suspended_at_once(compliance: Client) -> None:
    compliance.post("/desk/do/privacy/purposes/market_survey", {"on": "0"})
    assert Purpose.objects.get(code="market_survey").active_at is None

    compliance.post("/desk/do/privacy/purposes/market_survey", {"on": "1"})
    assert Purpose.objects.get(code="market_survey").active_at


def test_a_purpose_that_needs_an_assessment_does_not_come_back_without_one(compliance: Client) -> None:
    compliance.post("/desk/do/privacy/purposes/profiling", {"on": "0"})

    compliance.post("/desk/do/privacy/purposes/profiling", {"on": "1"})

    assert Purpose.objects.get(code="profiling").active_at is None


def test_a_party_outside_china_is_refused_and_one_inside_is_described(compliance: Client) -> None:
    said = {"code": "sms:x", "name-zh": "网关", "name-en": "Gateway", "role": "entrust", "contract": "C-1",
            "kinds": ["contact"], "purposes": ["service"], "region": "US"}  # fmt: skip
    answer = compliance.post("/desk/privacy/disclosures/new", said, follow=True)
    assert "consent-problem" in answer.content.decode() and not Recipient.objects.exists()

    compliance.post("/desk/privacy/disclosures/new", {**said, "region": "cn"})

    party = Recipient.objects.get()
    assert (party.status, party.region) == ("active", "CN")
    compliance.post("/desk/do/privacy/disclosures/sms:x/end")
    party.refresh_from_db()
    assert party.status == "ended"


def test_the_form_of_a_party_leaves_the_readers_own_roles_in_their_menu(compliance: Client) -> None:
    menu = compliance.get("/desk/privacy/disclosures/new").content.decode().partition('id="user-menu"')[2][:400]

    assert "消保合规" in menu and "entrust" not in menu


def test_withdrawing_shows_in_customer_360(compliance: Client, cast: Cast) -> None:
    published_notice()
    customer = CustomerFactory(unit=cast.branch)
    agree(customer, "profiling")
    deciding.withdraw(customer, "profiling", by=Actor.customer(customer))

    body = compliance.get(f"/desk/customers/{customer.pk}").content.decode()

    assert "withdrawn" in body or "已撤回" in body
