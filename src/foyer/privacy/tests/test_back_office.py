"""The back office of privacy: what one person changes there, a second agrees to; never less than the law asks."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.privacy.models import AccessRule, Purpose, Recipient, RetentionRule
from foyer.privacy.recipients import keeping
from foyer.privacy.tests.consenting import officer
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("purpose", "askpolicy", "contactrule", "recipient", "retentionrule", "privacynotice", "disclosure",
         "recipientnotice", "retentionreport")  # fmt: skip


def in_office(user: Any) -> Client:
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def maker(cast: Cast) -> Any:
    return officer("maker")


@pytest.fixture
def checker(cast: Cast) -> Any:
    return officer("checker")


def form_of(client: Client, path: str, **changes: Any) -> dict[str, Any]:
    """What the form of a row would send back, with some of it changed."""
    form = client.get(path).context["adminform"].form
    sent: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if isinstance(value, Bilingual):
            sent |= {f"{name}_zh": value.zh, f"{name}_en": value.en}
        elif isinstance(value, list):
            sent[name] = [getattr(each, "pk", each) for each in value] if name == "purposes" else ",".join(value)
        elif value is not None and value is not False:
            sent[name] = "on" if value is True else value
        assert field is not None
    return {**sent, **changes}


def test_every_page_opens_for_compliance_and_for_no_agent(maker: Any, cast: Cast) -> None:
    office, agent = in_office(maker), in_office(cast.agent)

    for name in PAGES:
        assert office.get(f"/admin/privacy/{name}/").status_code == 200, name
        assert agent.get(f"/admin/privacy/{name}/").status_code == 403, name
        assert office.get(f"/admin/privacy/{name}/add/").status_code == 403, name


def test_a_retention_rule_changes_when_a_second_person_agrees(maker: Any, checker: Any) -> None:
    rule = RetentionRule.objects.get(code="transactions")
    before, office, path = rule.months, in_office(maker), f"/admin/privacy/retentionrule/{rule.pk}/change/"

    sent = office.post(path, form_of(office, path, months=before + 12))

    assert sent.status_code == 302
    rule.refresh_from_db()
    assert rule.months == before
    waiting = ApprovalRequest.objects.get(kind="settings.privacy.retentionrule")
    assert waiting.change == {"months": before + 12}
    with pytest.raises(OwnProposal):
        approvals.approve(waiting, by=Actor.staff(maker))
    approvals.approve(waiting, by=Actor.staff(checker))
    rule.refresh_from_db()
    assert rule.months == before + 12


def test_less_than_the_law_asks_is_refused_in_the_form_and_in_a_proposal(maker: Any, checker: Any) -> None:
    rule = RetentionRule.objects.get(code="transactions")
    office, path = in_office(maker), f"/admin/privacy/retentionrule/{rule.pk}/change/"

    shown = office.post(path, form_of(office, path, months=6))

    assert shown.status_code == 200 and shown.context["errors"] and not ApprovalRequest.objects.exists()
    for change in ({"months": 6}, {"survives_request": False}):
        held = approvals.propose("settings.privacy.retentionrule", rule.pk, change, by=Actor.staff(maker))
        with pytest.raises(ValidationError):
            approvals.approve(held, by=Actor.staff(checker))


def test_what_a_purpose_covers_waits_for_a_second_person(maker: Any, checker: Any) -> None:
    purpose = Purpose.objects.get(code="profiling")
    office, path = in_office(maker), f"/admin/privacy/purpose/{purpose.pk}/change/"

    office.post(path, form_of(office, path, valid_days=30))

    purpose.refresh_from_db()
    assert purpose.valid_days != 30
    approvals.approve(ApprovalRequest.objects.get(kind="settings.privacy.purpose"), by=Actor.staff(checker))
    purpose.refresh_from_db()
    assert purpose.valid_days == 30


def test_what_a_party_may_be_given_waits_and_its_secret_is_never_shown(maker: Any, checker: Any) -> None:
    said = {"name": Bilingual("伙伴", "Partner"), "role": "provide", "kinds": ["contact"], "region": "CN",
            "contract": "C-7", "tell_secret": "whsec_c2VjcmV0"}  # fmt: skip
    row = keeping.describe("partner:a", said, purposes=["third_party_sharing"], by=SYSTEM)
    office, path = in_office(maker), f"/admin/privacy/recipient/{row.pk}/change/"
    assert "whsec_" not in office.get(path).content.decode()

    office.post(path, form_of(office, path, kinds="contact,product"))

    held = ApprovalRequest.objects.get(kind="settings.privacy.recipient")
    assert held.change == {"kinds": ["contact", "product"]} and "tell_secret" not in held.before
    assert Recipient.objects.get().kinds == ["contact"]
    approvals.approve(held, by=Actor.staff(checker))
    assert Recipient.objects.get().kinds == ["contact", "product"]


def test_how_long_a_role_sees_a_value_waits_for_a_second_person(cast: Cast) -> None:
    first, second = (UserFactory(username=name, role="security_administrator") for name in ("first", "second"))
    rule = AccessRule.objects.create(role="agent")
    office, path = in_office(first), f"/admin/privacy/accessrule/{rule.pk}/change/"

    office.post(path, form_of(office, path, seconds=rule.seconds + 60))

    held = ApprovalRequest.objects.get(kind="settings.privacy.accessrule")
    assert AccessRule.objects.get(pk=rule.pk).seconds == rule.seconds
    approvals.approve(held, by=Actor.staff(second))
    assert AccessRule.objects.get(pk=rule.pk).seconds == rule.seconds + 60
