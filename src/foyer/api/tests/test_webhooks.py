"""Webhooks: every fact that was subscribed to arrives, in order, signed, at least once, and nowhere else."""

import json
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cloudevents.core.bindings import http as cloud_http
from django.db import transaction
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from foyer.api import jobs, webhooks
from foyer.api.models import Webhook, WebhookLetter
from foyer.api.webhooks import posting, registering
from foyer.api.webhooks.errors import UnknownFact
from foyer.base import clock, outgoing
from foyer.base.actors import SYSTEM
from foyer.base.events import fact, publish, registry
from foyer.base.jobs import run_waiting
from foyer.base.outgoing import breaker
from foyer.privacy.recipients import keeping
from foyer.privacy.recipients import queries as recipients

pytestmark = pytest.mark.django_db


@fact("tests.Rang", key="bell")
@dataclass(frozen=True)
class Rang:
    bell: str
    times: int


@fact("tests.Knocked", key="door")
@dataclass(frozen=True)
class Knocked:
    door: str


class Receiver(ThreadingHTTPServer):
    """Another system of the bank: verifies what it gets, answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Take)
        self.answers, self.got = [], []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hooks"


class _Take(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        status, headers = (self.server.answers.pop(0) if self.server.answers else 204), {}
        if isinstance(status, tuple):
            status, headers = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def known_facts(settings):
    """The facts of this page are forgotten afterwards; the receiver may be called."""
    settings.FOYER_INTERNAL_HOSTS = ["127.0.0.1"]
    breaker.forget()
    yield
    breaker.forget()


def ring(*times):
    for number in times:
        with transaction.atomic():
            publish(Rang("door", number))


def post():
    """What the relay's sweep and the job process do."""
    jobs.send_webhooks()
    run_waiting()


def rings(receiver):
    return [json.loads(body)["data"]["times"] for _headers, body in receiver.got]


def test_a_fact_arrives_as_a_cloud_event_with_a_good_signature(receiver, settings):
    settings.FOYER_PUBLIC_URL = "https://service.bank.example"
    _webhook, secret = webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    ring(3)
    post()

    headers, body = receiver.got[0]
    assert Verifier(secret).verify(body, headers)["data"] == {"bell": "door", "times": 3}
    event = cloud_http.from_http_event(cloud_http.HTTPMessage(headers, body))
    assert event.get_type() == "tests.Rang"
    assert event.get_source() == "https://service.bank.example"
    assert event.get_subject() == "door"
    assert event.get_data() == {"bell": "door", "times": 3}
    assert event.get_specversion() == "1.0"
    assert WebhookLetter.objects.get().state == "done"


def test_another_secret_or_a_changed_body_does_not_verify(receiver):
    _webhook, secret = webhooks.open_webhook("core", receiver.url, [], by=SYSTEM)
    other = webhooks.open_webhook("other", receiver.url, ["tests.Knocked"], by=SYSTEM).secret
    ring(1)
    post()
    headers, body = receiver.got[0]

    for given, data in [(other, body), (secret, body.replace(b'"times":1', b'"times":9'))]:
        with pytest.raises(WebhookVerificationError):
            Verifier(given).verify(data, headers)


def test_only_facts_that_were_subscribed_to_are_told(receiver):
    webhooks.open_webhook("core", receiver.url, ["tests.Knocked"], by=SYSTEM)
    ring(1)
    with transaction.atomic():
        publish(Knocked("front"))
    post()

    assert [json.loads(body)["type"] for _headers, body in receiver.got] == ["tests.Knocked"]


def test_what_did_not_happen_is_not_told(receiver):
    webhooks.open_webhook("core", receiver.url, [], by=SYSTEM)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(Rang("door", 1))
        raise ZeroDivisionError
    post()

    assert receiver.got == []


def test_order_is_kept_while_one_fails_and_nothing_is_lost(receiver):
    webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    receiver.answers = [500, 503, 204]
    with clock.at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        ring(1, 2, 3)
        for _ in range(4):
            post()
            clock.advance(seconds=30)

    assert rings(receiver) == [1, 1, 1, 2, 3]
    identifiers = [headers["webhook-id"] for headers, _body in receiver.got]
    assert identifiers[0] == identifiers[1] == identifiers[2]
    assert not WebhookLetter.objects.exclude(state="done")


def test_a_receiver_that_asks_for_time_is_given_it(receiver):
    webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    receiver.answers = [(429, {"Retry-After": "600"})]
    with clock.at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        ring(1)
        post()
        clock.advance(minutes=9)
        post()
        assert len(receiver.got) == 1
        clock.advance(minutes=2)
        post()

    assert len(receiver.got) == 2


def test_a_dead_letter_is_read_sent_once_more_and_holds_up_nobody(receiver):
    webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    receiver.answers = [400] * posting.MOST_ATTEMPTS
    with clock.at(datetime(2026, 11, 27, 12, tzinfo=UTC)):
        ring(1, 2)
        for _ in range(posting.MOST_ATTEMPTS):
            post()
            clock.advance(hours=7)
        post()
        dead = WebhookLetter.objects.get(state="dead")
        assert dead.last_answer == "HTTP 400"
        assert rings(receiver)[-1] == 2

        assert webhooks.replay([dead.pk], by=SYSTEM) == 1
        post()

    assert rings(receiver)[-1] == 1
    assert not WebhookLetter.objects.exclude(state="done")


def test_after_a_rotation_both_secrets_are_good_for_a_day(receiver):
    with clock.at(datetime.now(UTC)):
        webhook, old = webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
        new = webhooks.rotate(webhook.pk, by=SYSTEM).secret
        ring(1)
        post()
        headers, body = receiver.got[0]
        for secret in (old, new):
            assert Verifier(secret).verify(body, headers)

    with clock.at(datetime.now(UTC) + timedelta(hours=25)):
        ring(2)
        post()
    assert len(receiver.got[1][0]["webhook-signature"].split(" ")) == 1


def test_one_that_says_gone_is_told_no_more(receiver):
    webhook, _secret = webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    receiver.answers = [410]
    ring(1)
    post()
    ring(2)
    post()

    assert len(receiver.got) == 1
    assert Webhook.objects.get(pk=webhook.pk).state == "paused"


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "https://10.0.0.1/", "ftp://127.0.0.1/", "https://a@b/"])
def test_an_address_that_may_not_be_called_is_refused(url):
    with pytest.raises(outgoing.NotAllowed):
        webhooks.open_webhook("core", url, [], by=SYSTEM)


def test_an_unknown_fact_is_refused(receiver):
    with pytest.raises(UnknownFact):
        webhooks.open_webhook("core", receiver.url, ["tests.NoSuchThing"], by=SYSTEM)


def test_the_secret_is_not_readable_in_the_database(receiver):
    from django.db import connection

    _webhook, secret = webhooks.open_webhook("core", receiver.url, [], by=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM api_webhook")
        assert secret.removeprefix("whsec_")[:10] not in cursor.fetchone()[0]


def test_a_lost_job_is_called_again(receiver):
    webhook, _secret = webhooks.open_webhook("core", receiver.url, ["tests.Rang"], by=SYSTEM)
    ring(1)
    with clock.at(datetime.now(UTC)):
        Webhook.objects.filter(pk=webhook.pk).update(queued_at=clock.now())
        assert posting.waiting() == []
        clock.advance(seconds=61)
        assert posting.waiting() == [webhook.pk]


def test_facts_of_this_page_are_known():
    assert {"tests.Rang", "tests.Knocked"} <= set(registry.fact_names())


def test_what_a_receiver_was_told_stands_in_the_register_of_disclosures(receiver):
    """The day after, once: about how many doors; one that compliance ended is told nothing more."""
    webhooks.open_webhook("core", receiver.url, ["tests.Rang", "tests.Knocked"], by=SYSTEM)
    ring(1, 2)
    with transaction.atomic():
        publish(Knocked("front"))
    post()

    with clock.at(clock.now() + timedelta(days=1)):
        assert (registering.register_yesterday(), registering.register_yesterday()) == (1, 0)
    (line,) = recipients.disclosures()
    assert (line.recipient.code, line.people_count, line.purpose.code) == ("webhook:127.0.0.1", 2, "service")
    keeping.end("webhook:127.0.0.1", by=SYSTEM)
    ring(3)
    post()
    assert len(receiver.got) == 3
    assert WebhookLetter.objects.filter(state="due", last_answer="recipient_not_described").count() == 1
