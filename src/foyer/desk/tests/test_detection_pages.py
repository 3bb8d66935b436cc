"""Alerts, incidents and rules on the desk: for those who watch; judged, led and changed by those who may."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.security.models import Alert, DetectionRule, Incident, Response
from foyer.security.tests.test_watching import TRIED, only, sealed_and_seen
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
GUARD = "security_administrator"


@pytest.fixture
def guard(client: Client) -> Any:
    user = UserFactory(role=GUARD, unit=UnitFactory())
    client.force_login(user)
    return user


def raised(count: int = 1) -> Alert:
    only(threshold=0, responses=["notify", "freeze_export"])
    for _ in range(count):
        audit.record(TRIED, by=Actor.staff(UserFactory(role="agent")))
    sealed_and_seen()
    found = Alert.objects.order_by("at").last()
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_with_data_and_without(guard: Any, client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    for page in ("alerts", "incidents", "rules"):
        assert client.get(f"/desk/security/{page}").status_code == 200
    alert = raised()
    client.post(f"/desk/do/security/alerts/{alert.pk}/escalate", {"note": "real"})
    incident = Incident.objects.get()
    for page in ("alerts?state=all", f"alerts/{alert.pk}", "incidents", f"incidents/{incident.pk}", "rules",
                 f"rules/{alert.rule.code}?days=30&threshold=0"):  # fmt: skip
        answer = client.get(f"/desk/security/{page}")
        assert answer.status_code == 200, page
        assert incident.number in answer.content.decode() or "incidents" not in page


def test_strangers_see_none_of_it(client: Client) -> None:
    alert = raised()
    client.force_login(UserFactory(role="supervisor", unit=UnitFactory()))
    for page in ("alerts", f"alerts/{alert.pk}", "incidents", "rules", f"rules/{alert.rule.code}"):
        assert client.get(f"/desk/security/{page}").status_code == 403
    assert client.post(f"/desk/do/security/alerts/{alert.pk}/false", {"note": "x"}).status_code == 403
    response = Response.objects.filter(code="freeze_export").get()
    assert client.post(f"/desk/do/security/responses/{response.pk}/undo", {"reason": "x"}).status_code == 403


def test_an_auditor_reads_and_changes_nothing(client: Client) -> None:
    alert = raised()
    client.force_login(UserFactory(role="auditor", unit=UnitFactory()))
    assert client.get(f"/desk/security/alerts/{alert.pk}").status_code == 200
    assert client.post(f"/desk/do/security/alerts/{alert.pk}/false", {"note": "x"}).status_code == 403


def test_an_alert_is_judged_and_its_response_taken_back(guard: Any, client: Client) -> None:
    alert = raised()
    response = Response.objects.get(code="freeze_export")
    client.post(f"/desk/do/security/responses/{response.pk}/undo", {"reason": "explained by phone"})
    client.post(f"/desk/do/security/alerts/{alert.pk}/benign", {"note": "a drill"})

    alert.refresh_from_db()
    response.refresh_from_db()
    assert alert.state == "benign" and response.ended_by == f"staff:{guard.pk}"


def test_an_incident_is_led_to_its_end(guard: Any, client: Client) -> None:
    client.post("/desk/do/security/incidents/open", {"title": "Lost laptop", "severity": "high"})
    incident = Incident.objects.get()
    base = f"/desk/do/security/incidents/{incident.pk}"
    parts = {
        f"{part}_{each}": "x" for part in ("kinds", "cause", "harm", "measures", "contact") for each in ("zh", "en")
    }
    steps = [
        ("note", {"text": "found"}),
        ("leak", parts),
        ("report", {"report": "security.leak_first_report"}),
        ("contain", {"text": "wiped"}),
        ("close", {"text": "encrypt"}),
    ]
    for verb, given in steps:
        assert client.post(f"{base}/{verb}", given).status_code == 200, verb
    page = client.get(f"/desk/security/incidents/{incident.pk}").content.decode()

    incident.refresh_from_db()
    assert (incident.state, incident.is_leak) == ("closed", True) and "encrypt" in page


def test_a_rule_is_proposed_by_one_and_agreed_by_another(guard: Any, client: Client) -> None:
    url = "/desk/do/security/rules/many-views"
    answer = client.post(f"{url}/propose", {"threshold": "30", "state": "live", "reason": "tighter"})
    assert answer.status_code == 200 and ApprovalRequest.objects.get().status == "pending"
    assert client.post(f"{url}/agree").status_code != 200
    client.force_login(UserFactory(role=GUARD, unit=UnitFactory()))
    assert "30" in client.get("/desk/security/rules/many-views").content.decode()
    assert client.post(f"{url}/agree").status_code == 200

    rule = DetectionRule.objects.get(code="many-views")
    assert (rule.version, rule.spec["threshold"]) == (2, 30)


def test_the_lists_cost_the_same_however_long(
    guard: Any, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    raised(count=12)
    client.get("/desk/security/alerts")
    for page in ("alerts", "rules", "incidents"):
        with django_assert_max_num_queries(20):
            client.get(f"/desk/security/{page}")
