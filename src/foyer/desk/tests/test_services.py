"""Beside a conversation stand its services; promises have a page of their own."""

import pytest
from django.urls import reverse

from foyer.base.actors import SYSTEM
from foyer.conversations import actions as conversations
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.servicing import actions, queries
from foyer.servicing.models import Promise
from foyer.servicing.tests.factories import by, card_of, order_in, talk_with
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    return cast


@pytest.fixture
def talk(cast):
    customer = CustomerFactory(number="10037721", name="陈雨桐", phone="13800010021")
    talk = talk_with(customer)
    order_in(talk, card=card_of("10037721").id, reason="lost")
    conversations.assign(talk.pk, to=cast.agent, by=SYSTEM)
    return talk


def test_the_agent_sees_the_order_and_its_values_beside_the_talk(client, cast, talk):
    client.force_login(cast.agent)
    page = client.get(reverse("desk:facts", args=[talk.pk])).content.decode()

    assert queries.live_in(talk.pk).number in page
    assert card_of("10037721").tail in page
    assert "13800010021" not in page


def test_the_agent_takes_over_and_calls_off(client, cast, talk):
    client.force_login(cast.agent)
    order = queries.live_in(talk.pk)
    client.post(reverse("desk:service_do", args=[order.pk, "take"]))
    assert queries.order_of(order.pk).taken_by_id == cast.agent.pk

    client.post(reverse("desk:service_do", args=[order.pk, "cancel"]))
    assert queries.order_of(order.pk).state == "cancelled"


def test_a_stranger_finds_no_order(client, cast, talk):
    client.force_login(cast.stranger)
    order = queries.live_in(talk.pk)
    for verb in ("take", "cancel", "nonsense"):
        assert client.post(reverse("desk:service_do", args=[order.pk, verb])).status_code in (403, 404)
    assert client.get(reverse("desk:service_do", args=[order.pk, "take"])).status_code == 405
    assert queries.order_of(order.pk).is_live


def test_what_is_owed_is_listed_for_supervisors_and_kept_once(client, cast, django_assert_max_num_queries):
    for number in range(3):
        talk = talk_with(channel="web")
        text = f"多收了手续费 {number}"
        order = order_in(talk, "complaint", subject="fees", text=text, phone="13800010055")
        actions.confirm(order.pk, by=by(talk))
        actions.act(order.pk, by=by(talk))
    client.force_login(cast.agent)
    assert client.get(reverse("desk:promises")).status_code == 403
    client.force_login(cast.supervisor)
    client.get(reverse("desk:promises"))
    with django_assert_max_num_queries(30):
        page = client.get(reverse("desk:promises")).content.decode()
    assert page.count("多收了手续费") == 3
    assert "13800010055" not in page

    client.post(reverse("desk:promise_keep", args=[Promise.objects.first().pk]))
    assert Promise.objects.exclude(kept_at=None).get().kept_by == cast.supervisor
