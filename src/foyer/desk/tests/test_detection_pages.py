"""Alerts, incidents and rules on the desk: for those who watch; judged, led and changed by those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from foyer.base import audit, clock, clocks
from foyer.base.actors import Actor
from foyer.security.detection.incidents import leaking
from foyer.security.models import Alert, AuditEntry, DetectionRule, Incident, Response
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


def test_an_alert_goes_to_the_rules_owner_and_is_shown_as_mine(guard: Any, client: Client) -> None:
    other = UserFactory(role=GUARD, unit=UnitFactory(), username="other")
    for owner in ("security_administrator", "@other", "compliance", "@nobody-here"):
        rule = only(threshold=0, owner=owner)
        audit.record(TRIED, by=Actor.staff(UserFactory(role="agent")))
        sealed_and_seen()
        rule.refresh_from_db()

    found = {alert.owner: alert.assignee for alert in Alert.objects.order_by("at")}
    assert found == {"security_administrator": None, "@other": other, "compliance": None}
    assert Alert.objects.filter(owner="security_administrator").count() == 2  # an unknown colleague's falls to them
    mine = client.get("/desk/security/alerts?mine=1").context
    assert {alert.owner for alert in mine["listed"].rows} == {"security_administrator"} and mine["mine_count"] == 2
    client.force_login(other)
    theirs = client.get("/desk/security/alerts?mine=1").context["listed"].rows
    assert {alert.owner for alert in theirs} == {"security_administrator", "@other"}


def test_an_alert_about_its_owner_goes_to_the_others(guard: Any, client: Client) -> None:
    only(threshold=0, owner=f"@{guard.username}")
    audit.record(TRIED, by=Actor.staff(guard))
    sealed_and_seen()

    alert = Alert.objects.get()
    assert (alert.owner, alert.assignee, alert.user_id) == ("security_administrator", None, guard.pk)
    assert client.get("/desk/security/alerts?mine=1").context["mine_count"] == 0


def led(client: Client) -> tuple[Incident, Any]:
    """An incident about an agent who did something."""
    alert = raised()
    client.post(f"/desk/do/security/alerts/{alert.pk}/escalate", {"note": "real"})
    return Incident.objects.get(), alert.user


def test_responses_are_taken_from_the_incident_and_taken_back(guard: Any, client: Client) -> None:
    incident, agent = led(client)
    do = f"/desk/do/security/incidents/{incident.pk}/respond"
    for code in ("step_up", "end_sessions", "freeze_export"):
        given = {"response": code, "to": agent.username, "text": "while we look"}
        assert client.post(do, given).status_code == 200, code
    for wrong in ({"response": "dismiss", "to": agent.username, "text": "x"},
                  {"response": "step_up", "to": "nobody", "text": "x"},
                  {"response": "step_up", "to": agent.username, "text": " "},
                  {"response": "step_up", "to": guard.username, "text": "x"}):  # fmt: skip
        assert client.post(do, wrong).status_code in (403, 422), wrong

    held = Response.objects.get(code="step_up", user=agent)
    page = client.get(f"/desk/security/incidents/{incident.pk}").content.decode()
    assert f"/desk/do/security/responses/{held.pk}/undo" in page
    assert client.post(f"/desk/do/security/responses/{held.pk}/undo", {"reason": "explained"}).status_code == 200
    held.refresh_from_db()
    assert held.ended_by == f"staff:{guard.pk}"
    said = [(line.said.en, line.text) for line in incident.lines.filter(kind="response")]
    assert (f"Ask for the second factor again: {agent} (taken back)", "explained") in said


def test_a_timeline_is_read_in_the_readers_language(guard: Any, client: Client) -> None:
    incident, agent = led(client)
    parts = {f"{part}_{each}": f"{part}-{each}" for part in ("kinds", "cause", "harm", "measures", "contact")
             for each in ("zh", "en")}  # fmt: skip
    base = f"/desk/do/security/incidents/{incident.pk}"
    client.post(f"{base}/leak", parts)
    client.post(f"{base}/report", {"report": "security.leak_first_report"})
    with clock.at(clock.now() + timedelta(hours=23, minutes=30)):
        clocks.run_due(clock.now())
    with clock.at(clock.now() + timedelta(hours=25)):
        clocks.run_due(clock.now())

    texts = {}
    for language in ("zh", "en"):
        type(guard).objects.filter(pk=guard.pk).update(language=language)
        page = client.get(f"/desk/security/incidents/{incident.pk}").content.decode()
        texts[language] = page[page.index('class="course timeline"') : page.index("</ol>")]
    assert leaking.time_left(incident).keys() == {leaking.WHOLE}  # the first is told, the whole one is not
    assert "sent to the regulator" in texts["en"] and "已报送监管" in texts["zh"]
    assert "overdue, still not sent" in texts["en"] and "已逾期，仍未报送" in texts["zh"]
    assert "kinds-en" in texts["en"] and "kinds-zh" in texts["zh"] and "kinds-zh" not in texts["en"]
    person = str(guard)
    assert not [one for one in texts["en"].replace(person, "").replace(str(agent), "") if "一" <= one <= "鿿"]


def test_letters_of_a_leak_are_files_in_both_languages(guard: Any, client: Client) -> None:
    incident, _agent = led(client)
    address = f"/desk/security/incidents/{incident.pk}/letters"
    assert client.get(f"{address}/customers/zh.pdf").status_code == 422
    parts = {f"{part}_{each}": f"{part} {each}" for part in ("kinds", "cause", "harm", "measures", "contact")
             for each in ("zh", "en")}  # fmt: skip
    client.post(f"/desk/do/security/incidents/{incident.pk}/leak", parts)
    page = client.get(f"/desk/security/incidents/{incident.pk}").content.decode()

    for kind in ("customers", "first", "whole"):
        for language in ("zh", "en"):
            answer = client.get(f"{address}/{kind}/{language}.pdf")
            assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), (kind, language)
            assert f"{incident.number}-{kind}-{language}.pdf" in answer["Content-Disposition"]
            assert f"{address}/{kind}/{language}.pdf" in page
    for wrong in ("customers/fr", "nothing/en"):
        assert client.get(f"{address}/{wrong}.pdf").status_code == 404
    told = AuditEntry.objects.filter(act="security.incident_changed", details__what="letter")
    assert told.count() == 6 and {entry.actor_id for entry in told} == {guard.pk}
    client.force_login(UserFactory(role="auditor", unit=UnitFactory()))
    assert client.get(f"{address}/customers/zh.pdf").status_code == 403


def test_pages_speak_in_words_and_tell_their_keys(guard: Any, client: Client) -> None:
    type(guard).objects.filter(pk=guard.pk).update(language="en")
    rule = client.get("/desk/security/rules/mfa-guessed").content.decode()
    assert "Sign-in failed" in rule and "at least 4 times" in rule and "within 10 minutes" in rule
    assert "staff.sign_in_failed</" not in rule and "Security administrator" in rule
    alert = raised()
    pages = {
        "alerts": "Only mine, or all", "incidents": "Open an incident", f"alerts/{alert.pk}": "Back to the list",
        "rules": "Next, previous line", "audit": "Ask the trail",
    }  # fmt: skip
    for page, key in pages.items():
        assert key in client.get(f"/desk/security/{page}").content.decode(), page
    entry = AuditEntry.objects.filter(act="security.alert_raised").latest("pk")
    page = client.get(f"/desk/security/audit/{entry.pk}").content.decode()
    assert "Counted" in page and "Owner" in page and "Alert <code>" in page and "Dry run" in page


def test_a_rules_owner_is_changed_by_two(guard: Any, client: Client) -> None:
    url = "/desk/do/security/rules/many-views"
    given = {"state": "live", "reason": "theirs now", "owner": f"@{guard.username}"}
    assert client.post(f"{url}/propose", given).status_code == 200
    client.force_login(UserFactory(role=GUARD, unit=UnitFactory()))
    assert str(guard) in client.get("/desk/security/rules/many-views").content.decode()
    assert client.post(f"{url}/agree").status_code == 200

    assert DetectionRule.objects.get(code="many-views").spec["owner"] == f"@{guard.username}"
