"""Signed messages of another house: genuine, fresh, and each one once."""

import base64
from datetime import UTC, datetime

import pytest
from django.db import transaction
from standardwebhooks import Webhook

from foyer.base import clock, signed
from foyer.base.signed import AlreadyHad, NotGenuine
from foyer.base.signed.models import SeenMessage

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + base64.b64encode(b"a" * 32).decode()
OLD = "whsec_" + base64.b64encode(b"b" * 32).decode()
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def message(body="{}", *, identifier="msg_1", at=NOON, secret=SECRET):
    return {
        "Webhook-Id": identifier,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(identifier, at, body),
    }


def take(headers, body=b"{}", *, secrets=(SECRET,), door="sms"):
    return signed.verify(headers, body, secrets=secrets, door=door)


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


def test_a_genuine_message_is_taken_once():
    assert take(message()) == "msg_1"
    with pytest.raises(AlreadyHad):
        take(message())


def test_the_same_identifier_at_another_door_is_another_message():
    take(message())
    assert take(message(), door="mail") == "msg_1"


def test_during_a_rotation_both_secrets_are_good():
    assert take(message(secret=OLD), secrets=(SECRET, OLD))


@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_old_or_future_message_is_refused(seconds):
    with pytest.raises(NotGenuine):
        take(message(at=datetime.fromtimestamp(NOON.timestamp() + seconds, UTC)))


@pytest.mark.parametrize(
    "change",
    [
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1,AAAA"},
        {"Webhook-Signature": "v2," + "A" * 44},
        {"Webhook-Timestamp": "-1"},
        {"Webhook-Timestamp": "１７６０"},
        {"Webhook-Timestamp": "9" * 40},
        {"Webhook-Id": ""},
        {"Webhook-Id": "x" * 300},
        {"Webhook-Id": "msg_2"},
    ],
)
def test_what_is_not_signed_as_agreed_is_refused(change):
    with pytest.raises(NotGenuine):
        take({**message(), **change})


def test_a_changed_body_or_another_secret_is_refused():
    for headers, body in [(message(), b"{ }"), (message(secret=OLD), b"{}")]:
        with pytest.raises(NotGenuine):
            take(headers, body)


def test_a_message_whose_work_failed_is_welcome_again():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take(message())
        raise ZeroDivisionError
    assert take(message()) == "msg_1"


def test_what_cannot_be_played_again_is_forgotten():
    take(message())
    clock.advance(minutes=11)
    assert signed.forget_old() == 1
    assert not SeenMessage.objects.exists()
