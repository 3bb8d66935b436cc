"""The audit trail on the desk: for the auditor and the security administrator, and for nobody else."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from foyer.base import audit, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.customers.models import Customer
from foyer.security.audit import sealing
from foyer.security.audit.subjects import forget
from foyer.security.models import AuditCheck, AuditEntry
from foyer.security.tests.trail import TRIED, sealed_trail
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/desk/security/audit"


@pytest.fixture
def auditor(client: Client) -> Any:
    user = UserFactory(role="auditor", username="shenji", unit=UnitFactory())
    client.force_login(user)
    return user


def test_it_is_found_by_every_question(auditor: Any, client: Client) -> None:
    agent = UserFactory(role="agent", username="linshan")
    customer = Customer.objects.create(number="10037721", name="陈雨桐")
    audit.record(TRIED, by=Actor.staff(agent), on="conversation:7", customer=customer.pk)
    audit.record(TRIED, by=SYSTEM, on="conversation:8", outcome="refused")

    for query, here, elsewhere in [
        ("who=linshan", "conversation:7", "conversation:8"),
        ("whose=10037721", "conversation:7", "conversation:8"),
        ("subject=conversation:8", "conversation:8", "conversation:7"),
        ("outcome=refused", "conversation:8", "conversation:7"),
        ("act=tests.tried", "conversation:7", f"user:{agent.pk}"),
        ("since=2020-01-01", "conversation:7", "-"),
    ]:
        page = client.get(f"{PAGE}?{query}").content.decode()
        assert f'title="{here}"' in page and f'title="{elsewhere}"' not in page, query
    for nothing in ("who=nobody", "whose=1", "until=2020-01-01", "address=203.0.113.1", "since=x&outcome=y&who=none"):
        assert 'title="conversation:7"' not in client.get(f"{PAGE}?{nothing}").content.decode()


def test_pages_follow_one_another_without_gap_or_repetition(auditor: Any, client: Client) -> None:
    sealed_trail(120)
    seen: list[str] = []
    address = f"{PAGE}?act=tests.tried"

    for _turn in range(3):
        answer = client.get(address)
        seen += [row["entry"].subject for row in answer.context["lines"]]
        address = f"{PAGE}?{answer.context['older']}"

    assert seen == [f"thing:{number}" for number in reversed(range(120))] and answer.context["older"] == ""


def test_a_page_costs_the_same_however_much_there_is(
    auditor: Any, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    customer = Customer.objects.create(number="10037721", name="陈雨桐")
    for number in range(60):
        audit.record(TRIED, by=Actor.staff(auditor), on=f"thing:{number}", customer=customer.pk)
    sealing.seal_waiting()
    client.get(PAGE)

    with django_assert_max_num_queries(28):
        client.get(PAGE)


def test_one_entry_is_shown_with_its_place_in_the_chain(auditor: Any, client: Client) -> None:
    sealed_trail(1)
    entry = AuditEntry.objects.get(act="tests.tried")

    page = client.get(f"{PAGE}/{entry.pk}").content.decode()

    assert "?subject=thing%3A0" in page and str(entry.pk) in page and bytes(entry.mac).hex() in page
    assert client.get(f"{PAGE}/{auditor.pk}").status_code == 404


def test_a_forgotten_customer_is_unlinked(auditor: Any, client: Client) -> None:
    customer = Customer.objects.create(number="10037721", name="陈雨桐")
    audit.record(TRIED, by=SYSTEM, on="conversation:7", customer=customer.pk)

    forget(customer.pk)

    assert "10037721" not in client.get(f"{PAGE}?subject=conversation:7").content.decode()
    assert 'title="conversation:7"' not in client.get(f"{PAGE}?whose=10037721").content.decode()


def test_an_export_is_downloaded_and_recorded(auditor: Any, client: Client) -> None:
    sealed_trail(3)

    answer = client.post("/desk/do/security/audit/export", {"form": "jsonl", "reason": "yearly audit"})

    lines = b"".join(answer.streaming_content).splitlines()  # type: ignore[attr-defined]
    told = AuditEntry.objects.get(act="security.trail_exported")
    assert len(lines) >= 3 and (told.actor_id, told.reason) == (auditor.pk, "yearly audit")
    assert client.post("/desk/do/security/audit/export", {"form": "jsonl"}).status_code == 422
    assert client.post("/desk/do/security/audit/export", {"form": "xml", "reason": "x"}).status_code == 422


def test_a_verification_is_asked_for_and_shown(auditor: Any, client: Client) -> None:
    sealed_trail(3)

    client.post("/desk/do/security/audit/verify")
    jobs.run_waiting()

    assert AuditCheck.objects.get().by == f"staff:{auditor.pk}"
    assert "security.trail_verified" in AuditEntry.objects.values_list("act", flat=True)
    assert client.get(PAGE).status_code == 200


def test_searching_the_trail_is_itself_recorded(auditor: Any, client: Client) -> None:
    client.get(f"{PAGE}?who=shenji")

    assert AuditEntry.objects.get(act="security.trail_read").fields == ["who"]


@pytest.mark.parametrize("role", ["administrator", "agent", "supervisor", "compliance"])
def test_it_is_for_nobody_else(role: str, client: Client) -> None:
    client.force_login(UserFactory(role=role, is_staff=True))

    assert client.get(PAGE).status_code == 403
    assert client.post("/desk/do/security/audit/export", {"form": "jsonl", "reason": "x"}).status_code == 403
    assert AuditEntry.objects.filter(act="staff.refused", outcome="refused").count() == 2


def test_a_superuser_does_not_read_it_and_the_security_administrator_does_not_export_it(client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(PAGE).status_code == 403

    client.force_login(UserFactory(role="security_administrator"))
    assert client.get(PAGE).status_code == 200
    assert client.post("/desk/do/security/audit/export", {"form": "jsonl", "reason": "x"}).status_code == 403
