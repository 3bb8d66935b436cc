"""One purpose's key is changed, and the one before destroyed, apart from all others."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.base.crypto import CONTENT, FINANCE_DATA, IDENTITY, KeyMissing, blind_index, caring, open_text, seal
from foyer.base.crypto.streams import is_current_file, sealing
from foyer.base.jobs import Progress
from foyer.config.custody import Folder, Given
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory

ONE, TWO, THREE = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))


@pytest.fixture
def ring(tmp_path: Path, settings: Any) -> Folder:
    settings.FOYER_KEYS = Folder(tmp_path / "keys")
    settings.FOYER_LAKE = tmp_path / "lake"
    return settings.FOYER_KEYS


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[audit.Entry]:
    entries: list[audit.Entry] = []
    monkeypatch.setattr(audit, "_keepers", [entries.append])
    return entries


def stored(row: Any, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM {row._meta.db_table} WHERE id = %s', [row.pk])  # noqa: S608
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_key_of_content_is_changed_and_destroyed_alone(ring: Folder, told: list[audit.Entry]) -> None:
    QueueFactory()
    customer = CustomerFactory(phone="+8613800138000")
    said = says(conversation(), "我的卡丢了")
    phone, index = stored(customer, "phone"), customer.phone_index

    number = caring.new_key(by=SYSTEM, purpose=CONTENT, wait_seconds=0)
    progress = caring.seal_everything_again(by=SYSTEM, purpose=CONTENT)

    assert stored(said, "text").startswith("v3:2c:") and stored(customer, "phone") == phone
    assert progress.done == progress.total and progress.state == Progress.State.FINISHED
    assert caring.waiting() == caring.waiting(CONTENT) == {}
    assert Message.objects.get(pk=said.pk).text == "我的卡丢了"
    assert Customer.objects.get(phone_index__of="+8613800138000").phone_index == index
    assert [(key.id, key.purpose, key.is_current) for key in caring.state()] == [("1", "", True), ("2", CONTENT, True)]

    with pytest.raises(caring.KeyInUse):
        caring.destroy(number, by=SYSTEM)
    caring.new_key(by=SYSTEM, purpose=CONTENT, wait_seconds=0)
    with pytest.raises(caring.KeyInUse):
        caring.destroy(number, by=SYSTEM)
    caring.seal_everything_again(by=SYSTEM, purpose=CONTENT)
    old = stored(said, "text").replace(":3c:", ":2c:")
    ring.remove(number)

    assert set(ring) == {"1", "3"} and stored(said, "text").startswith("v3:3c:")
    assert Message.objects.get(pk=said.pk).text == "我的卡丢了"
    with pytest.raises(KeyMissing):
        open_text(old, "conversations_message.text")
    assert [(entry.kind.code, entry.details["purpose"]) for entry in told if entry.kind.code == "keys.made"] == [
        ("keys.made", CONTENT), ("keys.made", CONTENT),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_destroying_a_purposes_key_wipes_its_file(ring: Folder, told: list[audit.Entry], tmp_path: Path) -> None:
    CustomerFactory(phone="+8613800138000")
    for _turn in range(2):
        caring.new_key(by=SYSTEM, purpose=CONTENT, wait_seconds=0)

    caring.destroy("2", by=SYSTEM)

    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["field-1", "field-3"]
    with pytest.raises(caring.KeyInUse):
        caring.destroy("1", by=SYSTEM)
    with pytest.raises(caring.NoSuchKey):
        caring.destroy("2", by=SYSTEM)
    assert told[-1].details == {"purpose": CONTENT}


@pytest.mark.django_db
def test_a_change_of_all_keys_comes_after_one_of_a_purpose(ring: Folder, told: list[audit.Entry]) -> None:
    customer = CustomerFactory(phone="+8613800138000")
    caring.new_key(by=SYSTEM, purpose=IDENTITY, wait_seconds=0)
    caring.seal_everything_again(by=SYSTEM, purpose=IDENTITY)
    assert stored(customer, "phone").startswith("v3:2i:")
    before = blind_index("+8613800138000", "customers.phone")

    caring.new_key(by=SYSTEM, wait_seconds=0)
    assert Customer.objects.filter(phone_index__of="+8613800138000").exists()
    caring.seal_everything_again(by=SYSTEM)

    assert stored(customer, "phone").startswith("v3:3i:")
    assert before != blind_index("+8613800138000", "customers.phone") == stored(customer, "phone_index")
    assert [key.is_current for key in caring.state()] == [True, False, False]


def test_a_key_of_one_purpose_writes_nothing_else(settings: Any) -> None:
    settings.FOYER_KEYS = Given({"1": ONE, "2@content": TWO})
    index = blind_index("x", "t")

    assert seal("x", "t.c", CONTENT).startswith("v2:2c:")
    assert seal("x", "t.c", IDENTITY).startswith("v2:1i:") and seal("x", "t.c", FINANCE_DATA).startswith("v2:1f:")
    assert is_current_file(io.BytesIO(b"".join(sealing([b"x"], "f"))))
    settings.FOYER_KEYS = Given({"1": ONE, "2@content": TWO, "3@files": THREE})
    assert next(iter(sealing([b"x"], "f"))).startswith(b"FOYER v2:3x:")
    assert blind_index("x", "t") == index


def test_a_declared_key_lets_every_machine_know_a_new_one_first(settings: Any) -> None:
    settings.FOYER_KEYS = Given({"1": ONE, "2@content": TWO}, "1")

    assert seal("x", "t.c", CONTENT).startswith("v2:1c:")
    settings.FOYER_KEYS = Given({"1": ONE, "2@content": TWO})
    assert seal("x", "t.c", CONTENT).startswith("v2:2c:")


@pytest.mark.parametrize("keys", [{"1@content": ONE}, {"1": ONE, "2@weather": TWO}])
def test_a_ring_without_a_key_for_everything_or_with_an_unknown_purpose_is_refused(keys: Any, settings: Any) -> None:
    settings.FOYER_KEYS = Given(keys)

    with pytest.raises(ImproperlyConfigured):
        seal("x", "t.c")


@pytest.mark.django_db
def test_a_purpose_that_cannot_stand_alone_is_refused(ring: Folder, told: list[audit.Entry]) -> None:
    for purpose in ("indexes", "audit", "weather"):
        with pytest.raises(caring.NoSuchPurpose):
            caring.new_key(by=SYSTEM, purpose=purpose)
        with pytest.raises(caring.NoSuchPurpose):
            caring.seal_everything_again(by=SYSTEM, purpose=purpose)
    assert set(ring) == {"1"} and told == []
