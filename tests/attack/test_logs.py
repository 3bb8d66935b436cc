"""No secret, number, name or word of a customer reaches a log line."""

import io
import json
import logging
from urllib.parse import quote

import pytest
from django.test import Client

from foyer.base.actors import Actor
from foyer.conversations import actions
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.operations import logs
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
PHONE, WORDS, SECRET = "13800138000", "我的卡号是六二二二", "correct-horse-not-to-be-logged"


@pytest.fixture
def written():
    """All that has been logged since, as an operator's collector is given it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs._formatter(as_json=True))
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)


def test_what_people_send_is_in_no_line(written, capfd, settings):
    settings.FOYER_RATE_SCALE = 0
    bring_on()
    QueueFactory()
    CustomerFactory(phone=PHONE, name="欧阳某某")
    visitor, token = actions.start_visit(channel="portal", language="zh")
    talk = actions.open_conversation(visitor, channel="portal", language="zh", by=Actor.visitor(visitor))
    browser = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    send = lambda path, body: browser.post(path, json.dumps(body), content_type="application/json")  # noqa: E731
    code = send("/api/v1/sign-in/code", {"phone": PHONE}).json()["code"]
    send("/api/v1/sign-in", {"phone": PHONE, "code": code})
    send(f"/api/v1/conversations/{talk.pk}/messages", {"text": WORDS, "client_id": "c1"})
    send(f"/api/v1/conversations/{talk.pk}/messages", {"text": WORDS, "client_id": "c1", "more": SECRET})
    Client().post("/accounts/login/", {"login": "agent", "password": SECRET})
    browser.get(f"/knowledge?q={WORDS}&token={SECRET}")
    logged = written() + "".join(capfd.readouterr())

    for hidden in (PHONE, WORDS, quote(WORDS), SECRET, token, "欧阳某某", f'"{code}"'):
        assert hidden not in logged, hidden
    assert "request_finished" in logged


def test_an_unforeseen_error_is_logged_by_kind_and_place_only(written, capfd, monkeypatch, settings):
    from foyer.conversations import queries

    settings.FOYER_RATE_SCALE = 0

    def breaks(*_args, **_more):
        raise ValueError(f"cannot read {SECRET} of {PHONE}")

    monkeypatch.setattr(queries, "place_if_asked", breaks)
    answer = Client(raise_request_exception=False).get("/api/v1/wait")
    logged = written() + "".join(capfd.readouterr())

    assert answer.status_code == 500
    assert SECRET not in answer.content.decode() + logged
    assert "ValueError" in logged
