"""Requests, holds, retention and obligations on the desk: for compliance, not for others."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import Actor
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.models import LegalHold, SubjectRequest
from foyer.privacy.requests import asking
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queue")]
PAGES = ["/desk/privacy/requests", "/desk/privacy/holds", "/desk/privacy/retention", "/desk/privacy/obligations"]


@pytest.fixture
def officer(cast: Cast) -> Any:
    return UserFactory(role="compliance", unit=cast.head_office)


def asked(kind: str = "deletion", **more: Any) -> SubjectRequest:
    customer = CustomerFactory()
    return asking.ask(customer.pk, kind, by=Actor.customer(customer), assurance=3, **more)


@pytest.mark.parametrize("path", PAGES)
def test_compliance_reads_and_an_agent_does_not(at_desk: Any, cast: Cast, officer: Any, path: str) -> None:
    assert at_desk(officer).get(path).status_code == 200
    assert at_desk(cast.agent).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline(at_desk: Any, officer: Any, path: str) -> None:
    text = at_desk(officer).get(path).content.decode()

    assert "<style" not in text and " style=" not in text and "onclick=" not in text


def test_a_request_is_taken_refused_and_told(at_desk: Any, officer: Any) -> None:
    request, browser = asked(), at_desk(officer)
    assert browser.get(f"/desk/privacy/requests/{request.pk}").status_code == 200

    assert browser.post(f"/desk/do/privacy/requests/{request.pk}/take").status_code == 200
    no = browser.post(f"/desk/do/privacy/requests/{request.pk}/refuse", {"reason": "none"})
    yes = browser.post(f"/desk/do/privacy/requests/{request.pk}/refuse", {"reason": "kept_by_law"})

    assert no.status_code == 422 and no.json()["message"] and yes.status_code == 200
    assert browser.post(f"/desk/do/privacy/requests/{request.pk}/take").status_code == 409


def test_a_deletion_is_proposed_here_and_agreed_by_another(at_desk: Any, cast: Cast, officer: Any) -> None:
    other, request = UserFactory(role="compliance", unit=cast.head_office), asked()
    at_desk(officer).post(f"/desk/do/privacy/requests/{request.pk}/erase")
    held = ApprovalRequest.objects.get()

    mine = at_desk(officer).post(f"/desk/do/privacy/decide/{held.pk}/approve")
    assert (
        mine.status_code == 404 and "Waits for you" not in at_desk(officer).get("/desk/privacy/holds").content.decode()
    )
    assert at_desk(other).post(f"/desk/do/privacy/decide/{held.pk}/approve").status_code == 200
    request.refresh_from_db()
    assert request.state == "fulfilling"


def test_a_hold_is_placed_by_two(at_desk: Any, cast: Cast, officer: Any) -> None:
    customer, other = CustomerFactory(), UserFactory(role="compliance", unit=cast.head_office)
    given = {"number": customer.number, "reason": "audit", "reference": "2026-1"}
    assert at_desk(officer).post("/desk/do/privacy/holds/place", given).status_code == 200
    assert not LegalHold.objects.exists()

    at_desk(other).post(f"/desk/do/privacy/decide/{ApprovalRequest.objects.get().pk}/approve")

    assert LegalHold.objects.get().customer == customer.pk


def test_a_clerk_records_what_is_asked_at_the_counter(at_desk: Any, cast: Cast) -> None:
    customer = CustomerFactory()
    clerk = at_desk(UserFactory(role="lobby_manager", unit=cast.branch))
    given = {"kind": "access", "number": customer.number, "document": "passport", "document_record": "B-1"}

    assert clerk.post("/desk/do/privacy/requests/record", given).status_code == 200
    assert at_desk(cast.agent).post("/desk/do/privacy/requests/record", given).status_code == 403


def test_counting_touches_nothing_and_is_shown(at_desk: Any, officer: Any) -> None:
    browser = at_desk(officer)
    assert browser.post("/desk/do/privacy/retention/count").status_code == 200

    page = browser.get("/desk/privacy/retention")
    assert "details" in page.content.decode()
    parts = {str(one["part"]) for one in page.context["reports"][0].shown if one["rule"] == "ai_logs"}
    assert len(parts) > 1 and "" not in parts, "a rule of several parts says which one a line is about"


def test_the_trace_goes_through_every_room(at_desk: Any, officer: Any) -> None:
    text = at_desk(officer).get(f"/desk/pane/privacy/requests/{asked().pk}/trace").content.decode()

    assert "智能助手的决定" in text and "审计记录与本人的对应关系" in text


def test_the_queue_asks_the_database_the_same_for_many(at_desk: Any, officer: Any) -> None:
    browser = at_desk(officer)
    asked()
    browser.get("/desk/privacy/requests")
    with CaptureQueriesContext(connection) as few:
        browser.get("/desk/privacy/requests")
    for _ in range(6):
        asked()
    with CaptureQueriesContext(connection) as many:
        browser.get("/desk/privacy/requests")

    assert len(many) <= len(few)


def test_evidence_is_for_those_who_see_obligations(at_desk: Any, cast: Cast) -> None:
    assert at_desk(cast.supervisor).get("/desk/privacy/evidence.zip").status_code == 403
