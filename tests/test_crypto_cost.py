"""What `./foyer bench crypto` compares, in small: with and without, and everything in its place afterwards."""

import pytest
from bench import crypto

from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.security.models import AuditEntry
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


def test_a_message_and_a_view_are_measured_with_and_without(capsys: pytest.CaptureFixture[str]) -> None:
    cast = bring_on()
    QueueFactory(unit=cast.branch)
    customer = CustomerFactory(unit=cast.agent.unit, dedicated_agent=cast.agent)

    crypto.compare("message", crypto.writing(), 2)
    crypto.compare("view", crypto.viewing(cast.agent, [customer.pk]), 2)

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["message", "view"] and all("%" in line for line in lines)
    stored = list(Message.objects.extra(select={"raw": "text"}).values_list("raw", flat=True))
    assert len([text for text in stored if text.startswith("v3:")]) == 22
    assert len([text for text in stored if text.startswith("您好")]) == 2, "what was written without"
    assert AuditEntry.objects.filter(act="customers.viewed").count() in range(1, 23)
