"""The bank chooses whose word counts, in the back office; it reaches the golden records with the next run."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from foyer.customers.models import Customer, SurvivorshipRule
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.profile.lakes import fill, join, two_systems
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WEI = "00000000-0000-7000-8000-000000000001"
ADD = "admin:customers_survivorshiprule_add"
PARTY = {"kind": "person", "source_key": "1"}
LATER = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def operator():
    browser = Client()
    browser.force_login(UserFactory(role="administrator", is_staff=True, is_superuser=True))
    return browser


def test_a_chosen_order_decides_from_the_next_run_on(duck, operator):
    two_systems(duck)
    fill(
        duck, "party",
        {**PARTY, "source": "core", "occupation": "教师", "updated_at": LATER},
        {**PARTY, "source": "cards", "occupation": "工程师"}, {**PARTY, "source": "app", "occupation": "工程师"},
    )  # fmt: skip
    join(duck, {"core:1": WEI, "cards:1": WEI, "app:1": WEI})
    publish(duck)
    assert Customer.objects.get(pk=WEI).golden["occupation"]["value"] == "教师"

    answer = operator.post(
        reverse(ADD), {"attribute": "occupation", "criteria": "frequency,trust,recency,verified"}
    )  # fmt: skip
    publish(duck)

    assert answer.status_code == 302
    assert SurvivorshipRule.objects.get().criteria == ["frequency", "trust", "recency", "verified"]
    assert Customer.objects.get(pk=WEI).golden["occupation"]["value"] == "工程师"


@pytest.mark.parametrize("wrong", [{"attribute": "shoe_size"}, {"criteria": "trust,trust"}, {"criteria": ""}])
def test_only_attributes_and_orders_that_exist_can_be_chosen(operator, wrong):
    given = {"attribute": "name", "criteria": "trust,verified,recency,frequency", **wrong}

    assert operator.post(reverse(ADD), given).status_code == 200
    assert not SurvivorshipRule.objects.exists()


def test_the_list_says_what_the_usual_order_would_be(operator):
    SurvivorshipRule.objects.create(attribute="phone", criteria=["trust", "verified", "recency", "frequency"])

    body = operator.get(reverse("admin:customers_survivorshiprule_changelist")).content.decode()

    assert body.count(" › ") == 6
