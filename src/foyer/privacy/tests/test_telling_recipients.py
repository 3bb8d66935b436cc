"""GDPR 19: whoever was given data is told that it was corrected, deleted or stopped, and says that it has done so."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from standardwebhooks import Webhook as Verifier

from foyer.base import clock, clocks, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.base.clocks.firing import run_due
from foyer.base.outgoing import breaker
from foyer.base.text import Bilingual
from foyer.customers import actions
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE
from foyer.privacy.deid.datasets import Column, Releasable, releasable
from foyer.privacy.deid.preparing import token
from foyer.privacy.models import RecipientNotice, Release, SubjectRequest
from foyer.privacy.recipients import carrying, keeping, persons, pseudonyms, queries
from foyer.privacy.recipients.errors import AlreadyTold, NoSuchNotice, NotReachable
from foyer.privacy.recipients.notifying import fan_out, subject
from foyer.privacy.requests import asking, fulfilling
from foyer.privacy.tests.consenting import agree, officer, published_notice
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SHARING = "third_party_sharing"


def party(code: str, kinds: list[str], **more: Any) -> None:
    said = {"name": Bilingual("伙伴", f"Partner {code}"), "role": "provide", "region": "CN", "contract": "C-7"}
    keeping.describe(code, {**said, "kinds": kinds, **more}, purposes=[SHARING], by=SYSTEM)


@pytest.fixture
def customer(db: None) -> Customer:
    """Li Mei, whose contact details partner a was given, and whose products partner b."""
    published_notice()
    found: Customer = CustomerFactory(number="100009", name="李梅", phone="13911112222", email="mei@example.com")
    agree(found, SHARING)
    party("partner:a", ["contact"])
    party("partner:b", ["product"])
    for code, kind in (("partner:a", "contact"), ("partner:b", "product")):
        keeping.disclose(code, SHARING, [kind], people=1, customer=found.pk, by=SYSTEM, reference=f"{code} 2026-77")
    return found


def told(code: str) -> RecipientNotice:
    return RecipientNotice.objects.get(recipient__code=code)


def test_a_correction_is_told_to_whoever_was_given_such_data(customer: Customer) -> None:
    wanted = {"field": "phone", "value": "13933334444"}
    request = asking.ask(customer.pk, "correction", by=Actor.customer(customer), assurance=3, asked=wanted)
    fulfilling.fulfil(request.pk, by=Actor.staff(officer()), values={"phone": "13933334444"})

    notice = told("partner:a")
    assert RecipientNotice.objects.count() == 1, "partner b was never given a phone"
    assert (notice.occasion, notice.what, notice.state, notice.way) == ("correct", ["phone"], "waiting", "letter")
    assert notice.content["phone"].endswith("13911112222") and notice.content["now"] == {"phone": "13933334444"}
    assert notice.content["references"] == ["partner:a 2026-77"] and "name" not in notice.content
    assert SubjectRequest.objects.get(pk=request.pk).outcome["recipients"] == ["partner:a"]


def test_a_withdrawal_is_told_to_whoever_was_given_data_for_that_purpose(customer: Customer) -> None:
    asking.ask(customer.pk, "withdrawal", by=Actor.customer(customer), assurance=2, asked={"purpose": SHARING})
    jobs.run_waiting()

    assert set(RecipientNotice.objects.values_list("recipient__code", "occasion")) == {
        ("partner:a", "restrict"), ("partner:b", "restrict"),
    }  # fmt: skip
    assert told("partner:a").content["purposes"] == [SHARING]


def test_what_no_recipient_was_given_is_told_to_nobody(customer: Customer) -> None:
    known = persons.of(customer.pk)
    nobody: Customer = CustomerFactory()

    assert fan_out("correct", known, request="R1", by=SYSTEM, values={"occupation": "pilot"}) == []
    assert fan_out("restrict", known, request="R2", by=SYSTEM, purposes=["profiling"]) == []
    assert fan_out("erase", persons.of(nobody.pk), request="R3", by=SYSTEM) == []
    first = fan_out("erase", known, request="R4", by=SYSTEM)
    assert len(first) == 2 and fan_out("erase", known, request="R4", by=SYSTEM) == [], "asked twice, begun once"


def test_a_letter_is_taken_sent_and_acknowledged_and_then_finds_nobody(customer: Customer) -> None:
    by = Actor.staff(officer())
    (notice, _other) = fan_out("erase", persons.of(customer.pk), request="R1", by=by)
    assert carrying.letter(notice.pk, "zh", by=by).startswith(b"%PDF")
    assert json.loads(carrying.file(notice.pk, "en", by=by))["person"]["email"] == "mei@example.com"

    carrying.sent(notice.pk, by=by, reference="RR123456789CN")
    carrying.sent(notice.pk, by=by, reference="again")
    notice.refresh_from_db()
    assert (notice.state, notice.reference) == ("sent", "RR123456789CN")
    carrying.acknowledge(notice.pk, by=by, reference="their letter of 3 December")

    notice.refresh_from_db()
    assert (notice.state, notice.content, notice.is_open) == ("done", {}, False)
    assert clocks.Clock.objects.get(subject=subject(notice)).state == "stopped"
    for verb in (carrying.sent, carrying.acknowledge):
        with pytest.raises(AlreadyTold):
            verb(notice.pk, by=by)
        with pytest.raises(NoSuchNotice):
            verb("00000000-0000-0000-0000-000000000000", by=by)
    acts = (
        AuditEntry.objects.filter(subject=f"recipient_notice:{notice.pk}").order_by("id").values_list("act", flat=True)
    )
    assert list(acts) == [
        "privacy.recipient_to_tell", "privacy.recipient_letter", "privacy.recipient_letter", "privacy.recipient_told",
        "privacy.recipient_acknowledged",
    ]  # fmt: skip


def test_whoever_does_not_acknowledge_in_time_is_late(customer: Customer) -> None:
    (notice, _other) = fan_out("erase", persons.of(customer.pk), request="R1", by=SYSTEM)

    ten_working_days = notice.due_at - notice.made_at  # told on a Sunday, that is hardly more than twelve days
    assert timedelta(days=10) < ten_working_days < timedelta(days=25)
    with clock.at(notice.due_at + timedelta(minutes=1)):
        run_due(clock.now())
        assert queries.open_notices()[0].is_late
    assert AuditEntry.objects.filter(act="privacy.recipient_late", subject=f"recipient_notice:{notice.pk}").count() == 1


def test_the_customer_is_told_who_was_told(customer: Customer) -> None:
    fan_out("restrict", persons.of(customer.pk), request="R1", by=SYSTEM, purposes=[SHARING])
    carrying.acknowledge(told("partner:b").pk, by=SYSTEM)

    given = {one.recipient.code: [(each.occasion, each.state) for each in one.notices]
             for one in queries.given_of(customer.pk)}  # fmt: skip
    assert given == {"partner:a": [("restrict", "waiting")], "partner:b": [("restrict", "done")]}
    assert queries.given_of(CustomerFactory().pk) == []


def test_on_my_data_they_read_who_was_given_what_and_who_was_told(customer: Customer) -> None:
    fan_out("restrict", persons.of(customer.pk), request="R1", by=SYSTEM, purposes=[SHARING])
    browser, stranger = Client(headers={"Accept-Language": "en"}), Client(headers={"Accept-Language": "en"})
    for client, who in ((browser, customer), (stranger, CustomerFactory())):
        client.cookies[SESSION_COOKIE] = actions.sign_in(who, method="sms_code", door="portal", user_agent="x")

    shown = browser.get("/my-data").content.decode()

    assert "2 parties outside the bank" in shown and "Partner partner:a" in shown and "R1" in shown
    assert "Nobody outside the bank was given your data." in stranger.get("/my-data").content.decode()


def test_whoever_got_a_data_set_is_told_the_pseudonym(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    """In what left de-identified the person has no name; under the release's key they still have a pseudonym."""
    columns = (Column("customer_id", "token", Bilingual("假名", "pseudonym"), of="customer"),)
    whole = Releasable("trial", Bilingual("试", "trial"), ("contact",), columns, lambda _engine: None)
    monkeypatch.setitem(releasable, "trial", whole)
    release = Release.objects.create(
        dataset="trial", purpose=SHARING, recipient="Lab", party="partner:b", reason="-", k_wanted=2, asked_by="system",
        state="out", token_key="00" * 32, fetched_at=clock.now(), ends_at=clock.now() + timedelta(days=1),
    )  # fmt: skip

    fan_out("erase", persons.of(customer.pk), request="R1", by=SYSTEM)

    (reference,) = [one for one in told("partner:b").content["references"] if one.startswith("release:")]
    assert reference == f"release:{release.pk}/{token(bytes(32), 'customer', str(customer.pk))}"
    Release.objects.update(state="ended", token_key="")
    assert not list(pseudonyms.of([customer.pk]))


def test_the_database_refuses_an_open_notice_that_has_ended(customer: Customer) -> None:
    (notice, _other) = fan_out("erase", persons.of(customer.pk), request="R1", by=SYSTEM)

    with pytest.raises(IntegrityError), transaction.atomic():
        RecipientNotice.objects.filter(pk=notice.pk).update(closed_at=clock.now())


class Partner(ThreadingHTTPServer):
    """A recipient with a webhook, that checks the signature and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Take)
        self.answers: list[tuple[int, bytes]] = []
        self.got: list[dict[str, Any]] = []


class _Take(BaseHTTPRequestHandler):
    server: Partner

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(Verifier(SECRET).verify(body.decode(), dict(self.headers.items())))
        status, said = self.server.answers.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_words: Any) -> None:
        """Quiet."""


@pytest.fixture
def partner(settings: Any) -> Iterator[Partner]:
    settings.FOYER_OUTGOING_HOSTS, settings.FOYER_INTERNAL_HOSTS = ["127.0.0.1"], ["127.0.0.1"]
    breaker.forget()
    server = Partner()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_is_signed_tried_again_and_ends_when_it_acknowledges(customer: Customer, partner: Partner) -> None:
    url = f"http://127.0.0.1:{partner.server_port}/rights"
    party("partner:a", ["contact"], tell_by="webhook", tell_url=url, tell_secret=SECRET)
    partner.answers = [(503, b""), (202, b""), (200, b'{"acknowledged": true}')]
    fan_out("erase", persons.of(customer.pk), request="R1", by=SYSTEM)
    pk = str(told("partner:a").pk)

    with pytest.raises(carrying.NotDelivered):
        carrying.post(notice_id=pk)
    assert (told("partner:a").state, told("partner:a").problem) == ("failed", "HTTP 503")
    carrying.post(notice_id=pk)
    assert told("partner:a").state == "sent"
    carrying.post(notice_id=pk)  # what was sent is not sent twice
    assert len(partner.got) == 2 and partner.got[1]["person"]["phone"].endswith("13911112222")

    RecipientNotice.objects.filter(pk=pk).update(state="waiting")
    carrying.post(notice_id=pk)
    assert (told("partner:a").state, told("partner:a").content) == ("done", {})


def test_a_webhook_needs_an_address_and_a_secret(settings: Any) -> None:
    settings.FOYER_OUTGOING_HOSTS = ["hooks.example.cn"]
    ours, evil = "https://hooks.example.cn", "https://evil.example"
    for wrong in ({}, {"tell_url": ours}, {"tell_url": evil, "tell_secret": SECRET},
                  {"tell_url": ours, "tell_secret": "plain"}):  # fmt: skip
        with pytest.raises(NotReachable):
            party("partner:c", ["contact"], tell_by="webhook", **wrong)


def test_the_retention_schedule_ends_old_notices_and_no_open_one(customer: Customer) -> None:
    first, _second = fan_out("erase", persons.of(customer.pk), request="R1", by=SYSTEM)
    carrying.acknowledge(first.pk, by=SYSTEM)
    with clock.at(clock.now() + timedelta(days=4 * 366)):
        from foyer.privacy.retention import own

        own._forget_disclosures(clock.now() - timedelta(days=3 * 366), set())
    assert list(RecipientNotice.objects.values_list("state", flat=True)) == ["waiting"]
