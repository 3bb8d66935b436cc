"""Every message that leaves asks the gate first, counts, and stands in the register for whoever carries it.

Refused means: not sent, and recorded.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

import foyer
from foyer.base import jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.conversations.models import TranscriptRequest
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.conversations.transcripts.sending import ask_by_email
from foyer.customers import actions, reaching, sms
from foyer.customers import jobs as senders
from foyer.customers.models import Customer, CustomerSession
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.models import Contact, Disclosure, Recipient
from foyer.privacy.recipients import keeping
from foyer.privacy.requests import asking
from foyer.privacy.tests.consenting import published_notice
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db
SENDERS = {
    "customers/jobs.py",
    "customers/trust/telling.py",
    "conversations/transcripts/sending.py",
    "privacy/requests/telling.py",
    "servicing/jobs.py",
}
"""The files that write to customers; staff are written to by `staff` alone."""


class Gateway:
    """Takes what is sent."""

    shows = False

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))


@pytest.fixture
def gateway(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    settings.FOYER_SMS_URL = "https://sms.example.cn/send"
    settings.EMAIL_HOST = "mail.example.cn"
    found = Gateway()
    monkeypatch.setitem(sms._senders, "trial", lambda: found)
    settings.FOYER_SMS = "trial"
    return found


@pytest.fixture
def customer(db: None) -> Customer:
    published_notice()
    found: Customer = CustomerFactory(phone="13911112222", email="mei@example.com")
    return found


def say_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate says no to everything."""
    from foyer.privacy.gates import contacting
    from foyer.privacy.gates.decisions import say

    monkeypatch.setattr(
        contacting, "_decide", lambda _who, purpose, channel, _at: say(False, "died", purpose, channel=channel)
    )


def test_a_code_leaves_as_a_service_message_and_is_in_the_register_once_a_day(
    customer: Customer, gateway: Gateway
) -> None:
    for _twice in range(2):
        actions.request_proof(customer.pk)
        jobs.run_waiting()
        from foyer.customers.models import SignInCode

        SignInCode.objects.all().delete()

    assert len(gateway.sent) == 2
    row = Disclosure.objects.get(recipient__code="sms:sms.example.cn")
    assert (row.purpose.code, row.kinds, row.customer_id) == ("service", ["contact"], customer.pk)
    assert Contact.objects.filter(customer=customer, channel="sms", purpose__code="service").count() == 2
    assert Recipient.objects.get(code="sms:sms.example.cn").status == "found", (
        "waits to be described, and carries codes"
    )


def test_a_refused_message_is_not_sent_and_is_recorded(
    customer: Customer, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    QueueFactory()
    talk = conversation(customer=customer)
    says(talk)
    asked = ask_by_email(talk.pk, by=Actor.visitor(talk.visitor))
    request = asking.ask(customer.pk, "correction", by=Actor.customer(customer), assurance=3,
                         asked={"field": "phone", "value": "13933334444"})  # fmt: skip
    actions.request_proof(customer.pk)
    session = CustomerSession.objects.create(customer=customer, token_hash="t", expires_at=request.due_at)
    say_no(monkeypatch)

    jobs.run_waiting()
    senders.tell_new_device(session_id=str(session.pk))

    assert gateway.sent == [] and mail.outbox == [] and not Contact.objects.exists() and not Disclosure.objects.exists()
    assert TranscriptRequest.objects.get(pk=asked.pk).address == ""
    assert not request.notices.exclude(address="").exists() and request.notices.exists(), "their page still says it"
    said = AuditEntry.objects.filter(act="privacy.message_not_sent", outcome="refused").values_list(
        "purpose", flat=True
    )
    assert set(said) == {"service", "statutory", "anti_fraud"}


def test_the_gates_count_why(customer: Customer, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    from foyer.privacy import queries

    before = _said_no(queries.refusals())
    say_no(monkeypatch)

    assert not reaching.may_leave(customer.pk, "service", "sms")
    assert _said_no(queries.refusals()) - before == 1


def _said_no(rows: list[dict[str, Any]]) -> int:
    """How often a service message by text was refused to somebody who died; other tests may have left some."""
    wanted = {"reason": "died", "channel": "sms", "purpose": "service"}
    return sum(row["count"] for row in rows if wanted.items() <= row.items())


def test_a_carrier_that_was_ended_carries_nothing(customer: Customer, gateway: Gateway) -> None:
    assert reaching.may_leave(customer.pk, "service", "sms")
    keeping.end("sms:sms.example.cn", by=SYSTEM)

    assert not reaching.may_leave(customer.pk, "service", "sms")
    assert Contact.objects.count() == 1, "what is refused does not count as a contact"
    assert AuditEntry.objects.get(act="privacy.message_not_sent").details["reason"] == "recipient_not_described"


def test_mail_is_in_the_register_with_what_it_carries(customer: Customer, settings: Any, gateway: Gateway) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert reaching.may_leave(customer.pk, "service", "email")
    from foyer.privacy.reaching import may_leave

    assert may_leave(customer.pk, "service", "email", kinds=("contact", "conversation"), reference="C-1")
    given = Disclosure.objects.filter(recipient__code="smtp:mail.example.cn")
    assert sorted(given.values_list("reference", flat=True)) == ["", "C-1"]


CARRIERS = ("customers/sms.py", "customers/mailing.py", "customers/drilled.py")
"""What carries, once the senders have asked; and drills, whose people and addresses are nobody's."""


def test_nobody_else_writes_to_customers() -> None:
    """Whoever mails or texts asks first: found by what the sources import and call."""
    root, found = Path(str(foyer.__file__)).parent, set()
    for path in root.rglob("*.py"):
        name = str(path.relative_to(root))
        if "tests" in path.parts or name.startswith(("staff/", "demo/")) or name in CARRIERS:
            continue
        text = path.read_text(encoding="utf-8")
        if "from django.core.mail import" in text or "sms.send_to(" in text or "sms.configured().send" in text:
            assert "may_leave" in _called(text), name
            found.add(name)
    assert found == SENDERS


def _called(text: str) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return {node.id for node in calls if isinstance(node, ast.Name)} | {
        node.attr for node in calls if isinstance(node, ast.Attribute)
    }
