"""Canaries are planted and removed by the security administrator alone; a view through the page is an alert at once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy import queries as privacy
from foyer.privacy.tests.consenting import agree, published_notice
from foyer.security import queries
from foyer.security.detection import canaries
from foyer.security.detection.errors import ExportFrozen
from foyer.security.models import Alert, Canary
from foyer.security.tests.test_watching import sealed_and_seen
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE, PLANT = "/desk/security/canaries", "/desk/do/security/canaries/plant"


@pytest.fixture
def guard(cast: Any, client: Client) -> Any:
    user = UserFactory(role="security_administrator", unit=cast.head_office)
    client.force_login(user)
    return user


def test_it_is_planted_touched_and_removed(guard: Any, cast: Any, client: Client, at_desk: Any) -> None:
    customer = CustomerFactory(unit=cast.agent.unit)
    assert client.post(PLANT, {"number": customer.number}).status_code == 200
    assert client.post(PLANT, {"number": customer.number}).status_code == 422
    assert client.post(PLANT, {"number": "0"}).status_code == 422
    assert client.get(PAGE).context["rows"][0]["one"].last is None

    assert at_desk(cast.agent).get(f"/desk/customers/{customer.pk}").status_code == 200
    sealed_and_seen()

    alert = Alert.objects.get(rule__code="canary-touched")
    assert (alert.severity, alert.user_id) == ("critical", cast.agent.pk)
    with pytest.raises(ExportFrozen):
        queries.check_export(Actor.staff(cast.agent))
    row = client.get(PAGE).context["rows"][0]
    assert row["number"] == customer.number and row["one"].last.entry.actor_id == cast.agent.pk
    canary = Canary.objects.get()
    assert client.post(f"/desk/do/security/canaries/{canary.pk}/lift").status_code == 200
    assert client.post(f"/desk/do/security/canaries/{canary.pk}/lift").status_code == 404
    assert not Canary.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "auditor", "supervisor", "agent"])
def test_nobody_else_knows_which_they_are(role: str, cast: Any, client: Client) -> None:
    customer = CustomerFactory(unit=cast.agent.unit)
    canaries.place(customer.pk, by=SYSTEM)
    user = UserFactory(role=role, unit=cast.head_office)
    client.force_login(user)

    assert client.get(PAGE).status_code == 403
    assert client.post(PLANT, {"number": customer.number}).status_code == 403
    assert client.post(f"/desk/do/security/canaries/{Canary.objects.get().pk}/lift").status_code == 403
    with pytest.raises(Forbidden):
        canaries.remove(customer.pk, by=Actor.staff(user))


def test_no_optional_purpose_uses_one_and_nobody_writes_to_one(cast: Any) -> None:
    published_notice()
    canary, other = CustomerFactory(unit=cast.agent.unit), CustomerFactory(unit=cast.agent.unit)
    for customer in (canary, other):
        agree(customer, "profiling", "marketing_sms")
    noon = datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert gates.may_use(canary, "profiling") and set(privacy.customers_for("profiling")) == {canary.pk, other.pk}

    canaries.place(canary.pk, by=SYSTEM)

    refused = gates.may_use(canary, "profiling")
    assert refused.code == "set_aside" and "canary" not in str(refused.message) and gates.may_use(other, "profiling")
    assert set(privacy.customers_for("profiling")) == {other.pk}
    assert gates.may_use(canary, "service")  # the page opens as any other, or nobody would be noticed
    assert not gates.may_contact(canary, "marketing", "sms", at=noon)
    assert gates.may_contact(canary, "service", "sms", at=noon).code == "nobody"
    assert gates.may_contact(other, "service", "sms", at=noon).code != "nobody"


def test_the_list_costs_the_same_however_long(
    guard: Any, cast: Any, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        canaries.place(CustomerFactory(unit=cast.agent.unit).pk, by=SYSTEM)
    client.get(PAGE)
    with django_assert_max_num_queries(22):
        client.get(PAGE)
