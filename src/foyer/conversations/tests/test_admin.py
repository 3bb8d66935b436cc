"""The back office: every page opens, and shows only what its reader may see."""

import pytest
from django.test import Client
from django.urls import reverse

from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import CannedResponseFactory, served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.models import User
from foyer.staff.tests.cast import Cast


@pytest.fixture
def root(client: Client, cast: Cast) -> Client:
    user = User.objects.create_superuser("root", "x" * 12, unit=cast.branch, email="root@bank.example")
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_lists_and_forms_open(root: Client, cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent, customer=CustomerFactory(name="张三", phone="13800138000"))
    canned = CannedResponseFactory()

    assert talk.number in page(root, "conversations_conversation_changelist")
    assert talk.number in page(root, "conversations_conversation_change", talk.pk)
    for name, row in (("queue", queue), ("cannedresponse", canned)):
        page(root, f"conversations_{name}_changelist")
        page(root, f"conversations_{name}_change", row.pk)
    page(root, "conversations_queue_add")
    customers = page(root, "customers_customer_changelist")
    assert "张*" in customers and "张三" not in customers and "13800138000" not in customers
    assert "13800138000" not in page(root, "customers_customer_change", talk.customer_id)


def test_conversations_of_other_units_are_not_listed(root: Client, cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    User.objects.filter(username="root").update(unit=cast.other_branch)

    assert talk.number not in page(root, "conversations_conversation_changelist")
