"""IDOR: on every address with an id, nobody but those concerned learns anything or changes anything.

The addresses come from the map of the house, so a new one is attacked from the day it exists.
"""

import io

import pytest
from django.test import Client

from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.conversations import actions, attachments
from foyer.conversations.models import Conversation
from foyer.conversations.tests.factories import CannedResponseFactory, QueueFactory, says, served_by, visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.access import recertifying
from foyer.privacy.models import Recertification
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory
from tests.attack.addresses import every_address

pytestmark = pytest.mark.django_db
SECRET = "not-for-strangers-4851"  # plain letters look the same in a page and in JSON
NAME = "Ouyang Unseen"
WITH_IDS = [address for address in every_address() if address.parameters]
FOR_ALL = ("knowledge/", "articles/", "api/v1/knowledge/", "desk/pane/knowledge/", "privacy/notices/", "files/")
"""What everybody may read: the bank's own articles and notices."""
ROLES = ["stranger", "agent_elsewhere", "head_elsewhere", "nobody", "trainer", "programme_manager"]
METHODS = ["get", "post", "put", "patch", "delete"]


@pytest.fixture
def victim():
    """A customer, their conversation with an agent of one branch, and a file in it."""
    cast = bring_on()
    queue = QueueFactory(unit=cast.branch)
    customer = CustomerFactory(name=NAME, unit=cast.outlet)
    talk = served_by(cast.agent, customer=customer)
    Conversation.objects.filter(pk=talk.pk).update(queue=queue, unit=cast.outlet)
    says(talk, SECRET)
    by = Actor.visitor(talk.visitor)
    file = attachments.store(talk.pk, name=f"{NAME}.txt", data=io.BytesIO(SECRET.encode()), by=by)
    payload = {"attachment": str(file.pk)}
    actions.send(talk.pk, text="", client_id="file-1", kind="attachment", payload=payload, by=by)
    recertifying.open_month()
    month = Recertification.objects.get(unit=cast.outlet)
    ids = {
        "conversation_id": talk.pk, "attachment_id": file.pk, "customer_id": customer.pk, "unit_id": cast.branch.pk,
        "canned_id": CannedResponseFactory(unit=cast.branch).pk, "recertification_id": month.pk,
        "line_id": month.lines.first().pk,
    }  # fmt: skip
    return cast, ids


def browsers(cast):
    """Everybody whom it does not concern."""
    UserFactory(username="agent_elsewhere", role="agent", unit=cast.other_branch)
    UserFactory(username="head_elsewhere", role="supervisor", unit=cast.other_branch)
    UserFactory(username="nobody", unit=cast.other_branch)
    for role in ("trainer", "programme_manager"):
        UserFactory(username=role, role=role, unit=cast.other_branch)
    found = {"a guest": Client(raise_request_exception=False)}
    for name in ROLES:
        found[name] = Client(raise_request_exception=False)
        found[name].force_login(cast.stranger.__class__.objects.get(username=name))
    _visitor, token = actions.start_visit(channel="portal", language="zh")
    found["another customer"] = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
    return found


def faults(address, who, browser, url):
    """What is wrong with the answers to one browser at one address."""
    for method in METHODS:
        answer = getattr(browser, method)(url, data="{}", content_type="application/json") if method != "get" else (
            browser.get(url)
        )  # fmt: skip
        body = b"" if answer.streaming else answer.content
        if answer.status_code >= 500:
            yield f"{who}: {method} {address.route} fell over: {answer.status_code}"
        text = body.decode(errors="replace")
        if SECRET in text or NAME in text:
            yield f"{who}: {method} {address.route} told what it may not"
        if 200 <= answer.status_code < 300 and not address.route.startswith(FOR_ALL):
            yield f"{who}: {method} {address.route} answered {answer.status_code}"


def test_nobody_reaches_what_is_not_theirs(victim, settings):
    settings.FOYER_RATE_SCALE = 0
    cast, ids = victim
    nobodys, found = new_id(), []
    before = Conversation.objects.values().get(pk=ids["conversation_id"])
    for who, browser in browsers(cast).items():
        for address in WITH_IDS:
            found += faults(address, who, browser, address.filled(ids, nobodys))

    assert not found, "\n".join(found)
    assert Conversation.objects.values().get(pk=ids["conversation_id"]) == before


def test_the_map_is_not_empty():
    assert len(WITH_IDS) > 60
    assert visitor


def test_the_right_people_still_get_through(victim, client):
    """The attack proves something only if the same addresses open for those concerned."""
    cast, ids = victim
    client.force_login(cast.agent)

    assert client.get(f"/desk/c/{ids['conversation_id']}").status_code == 200
    assert SECRET in client.get(f"/desk/pane/c/{ids['conversation_id']}").content.decode()
    file = client.get(f"/attachments/{ids['attachment_id']}")
    assert file.status_code == 200
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"].startswith("attachment")
