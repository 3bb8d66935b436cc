"""Webhooks in the back office: an administrator sets one up and sees its secret once; others see nothing."""

import pytest

from foyer.api import webhooks
from foyer.api.models import Webhook, WebhookLetter
from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
ADD, LIST, LETTERS = "/admin/api/webhook/add/", "/admin/api/webhook/", "/admin/api/webhookletter/"


@pytest.fixture
def office(client, settings):
    settings.FOYER_INTERNAL_HOSTS = ["127.0.0.1"]
    client.force_login(bring_on().administrator)
    return client


def letters(count):
    webhook = webhooks.open_webhook(f"w{Webhook.objects.count()}", "http://127.0.0.1:1/", [], by=SYSTEM).webhook
    for number in range(count):
        WebhookLetter.objects.create(
            webhook=webhook, fact_id=number, fact="tests.Rang", key="a", payload={}, told_at=clock.now(),
            next_try_at=clock.now(), state="dead", last_answer="HTTP 500",
        )  # fmt: skip


def test_a_new_webhook_shows_its_secret_once(office):
    page = office.post(ADD, {"name": "core", "url": "http://127.0.0.1:9/x", "facts": []})
    secret = Webhook.objects.get().secret

    assert page.status_code == 200
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert secret not in office.get(f"/admin/api/webhook/{Webhook.objects.get().pk}/change/").content.decode()


def test_an_address_inside_is_refused_with_a_sentence(office):
    page = office.post(ADD, {"name": "core", "url": "http://169.254.169.254/", "facts": []})

    assert page.status_code == 200
    assert not Webhook.objects.exists()
    assert "FOYER_OUTGOING_HOSTS" in page.content.decode()


def test_a_new_secret_is_shown_once_for_one_webhook(office):
    letters(0)
    row = Webhook.objects.get()
    page = office.post(LIST, {"action": "rotate_chosen", "_selected_action": [str(row.pk)]})

    assert Webhook.objects.get().secret in page.content.decode()
    assert Webhook.objects.get().secret != row.secret


def test_dead_letters_are_sent_once_more(office):
    letters(2)
    chosen = [str(pk) for pk in WebhookLetter.objects.values_list("pk", flat=True)]
    office.post(LETTERS, {"action": "replay_chosen", "_selected_action": chosen})

    assert set(WebhookLetter.objects.values_list("state", flat=True)) == {"due"}


@pytest.mark.parametrize("address", [LIST, LETTERS])
def test_a_list_costs_the_same_for_few_and_for_many(office, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert office.get(address).status_code == 200
        return len(queries)

    letters(2)
    cost()
    few = cost()
    letters(12)
    assert cost() <= few


def test_nobody_else_comes_in(client):
    cast = bring_on()
    for user in (cast.agent, cast.supervisor, cast.stranger):
        client.force_login(user)
        assert client.get(LIST).status_code in (302, 403)
