"""The back office of collecting: a key is shown once, keys are disabled, links are taken back."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from foyer.base.actors import SYSTEM
from foyer.customers.collecting.joining import join
from foyer.customers.collecting.keys import digest, new_write_key
from foyer.customers.models import AnonymousIdentity, CollectedBatch, WriteKey
from foyer.customers.models.collecting import packed
from foyer.customers.tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
REGISTER = "/admin/customers/writekey/"


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("operator", password="x"))
    return client


def test_a_new_key_is_shown_once(operator):
    told = {"source": "site", "name": "Site", "user_source": ""}

    made = operator.post(REGISTER + "add/", told, follow=True).content.decode()
    again = operator.get(REGISTER).content.decode()

    row = WriteKey.objects.get()
    (secret,) = re.findall(r"<code>(wk_[\w-]+)</code>", made)
    assert digest(secret) == row.key_hash
    assert secret not in again and row.tail in again
    assert row.created_by.startswith("staff:")


def test_a_key_is_disabled_and_its_name_alone_may_change(operator):
    key = new_write_key(source="site", name="Site", by=SYSTEM).write_key

    operator.post(f"{REGISTER}{key.pk}/change/", {"name": "New name", "source": "other", "is_trusted": "on"})
    operator.post(REGISTER, {"action": "disable", "_selected_action": [str(key.pk)]})

    key.refresh_from_db()
    assert (key.name, key.source, key.is_trusted) == ("New name", "site", False)
    assert key.disabled_at and key.disabled_by.startswith("staff:")


def test_a_link_is_taken_back(operator):
    link = join("a-1", CustomerFactory().pk, by=SYSTEM, method="session")

    operator.post("/admin/customers/anonymousidentity/", {"action": "separate", "_selected_action": [str(link.pk)]})

    assert AnonymousIdentity.objects.get().unlinked_by.startswith("staff:")


def test_what_was_refused_is_listed_with_its_reason(operator):
    key = new_write_key(source="site", name="Site", by=SYSTEM).write_key
    refused = [{"position": 1, "problem": "event_missing"}]
    told = {"write_key": key, "received_at": key.created_at, "kind": "batch", "payload": packed(b"{}")}
    CollectedBatch.objects.create(**told, refused=refused)

    page = operator.get("/admin/customers/collectedbatch/").content.decode()

    assert "2: 事件没有名称" in page
