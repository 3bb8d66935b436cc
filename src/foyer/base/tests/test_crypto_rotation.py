"""A change of keys while others read and write: no read fails, nothing stays behind, and the trail knows of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.crypto import caring, is_current
from foyer.base.jobs import Progress
from foyer.base.live.models import LiveEvent
from foyer.config.custody import Folder, Given
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.consents import deciding
from foyer.privacy.models import Consent, SubjectRequest
from foyer.privacy.requests import copies
from foyer.privacy.tests.consenting import published_notice
from foyer.staff.models import ApprovalRequest


@pytest.fixture
def ring(tmp_path: Path, settings: Any) -> Folder:
    settings.FOYER_KEYS = Folder(tmp_path)
    settings.FOYER_LAKE = tmp_path / "lake"
    return settings.FOYER_KEYS


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(audit, "_keepers", [lambda entry: told.append(f"{entry.kind.code} {entry.on}")])
    return told


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM customers_customer ORDER BY number")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_change_of_keys_under_load_loses_no_read(ring: Folder, acts: list[str]) -> None:
    phones = [CustomerFactory(phone=f"138001380{n:02}").phone for n in range(40)]
    stop, failures, reads = threading.Event(), [], [0]

    def read_and_write(offset: int) -> None:
        turn = offset
        try:
            while not stop.is_set():
                phone = phones[turn % len(phones)]
                customer = Customer.objects.get(phone_index__of=phone)
                assert customer.phone.endswith(phone)
                customer.email = f"{turn}@bank.example"
                customer.save(update_fields=["email"])
                reads[0] += 1
                turn += 1
        except Exception as problem:
            failures.append(repr(problem))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=read_and_write, args=(n * 10,)) for n in range(3)]
    for worker in workers:
        worker.start()
    number = caring.new_key(by=SYSTEM, wait_seconds=2)
    caring.wait_for(number)
    progress = caring.seal_everything_again(by=SYSTEM)
    stop.set()
    for worker in workers:
        worker.join()
    caring.seal_everything_again(by=SYSTEM)

    assert failures == [] and reads[0] > 0
    assert all(map(is_current, stored("phone"))) and caring.waiting() == {}
    assert Progress.objects.get(pk=progress.pk).state == "finished"
    caring.destroy("1", by=SYSTEM)
    assert [key.id for key in caring.state()] == [number] == ["2"]
    assert all(Customer.objects.get(phone_index__of=phone).phone.endswith(phone) for phone in phones)
    assert acts[0] == "keys.made key:2" and acts[-1] == "keys.destroyed key:1"


@pytest.mark.django_db
def test_a_key_that_something_is_sealed_with_is_not_destroyed(ring: Folder, acts: list[str]) -> None:
    CustomerFactory(phone="13800138000")
    caring.new_key(by=SYSTEM, wait_seconds=0)

    with pytest.raises(caring.KeyInUse):
        caring.destroy("1", by=SYSTEM)
    assert set(ring) == {"1", "2"}


@pytest.mark.django_db
def test_keys_of_the_environment_are_changed_there(settings: Any, acts: list[str]) -> None:
    settings.FOYER_KEYS = Given(dict(settings.FOYER_KEYS.items()))

    with pytest.raises(caring.KeptElsewhere):
        caring.new_key(by=SYSTEM)


def test_threads_that_come_first_all_find_the_ring(tmp_path: Path) -> None:
    """Many threads of a process that has just started seal their first value in the same moment."""
    Folder(tmp_path)
    for _round in range(20):
        ring, start = Folder(tmp_path), threading.Barrier(8)

        def look(ring: Folder = ring, start: threading.Barrier = start) -> int:
            start.wait()
            return len(dict(ring.items()))

        with ThreadPoolExecutor(8) as pool:
            assert {each.result() for each in [pool.submit(look) for _thread in range(8)]} == {1}


@pytest.mark.django_db
def test_what_is_only_added_to_is_sealed_again_and_still_never_changed(ring: Folder, acts: list[str]) -> None:
    with clock.at(clock.now() - timedelta(days=1)):
        published_notice()
    customer = CustomerFactory()
    consent = deciding.give(customer, "profiling", by=Actor.customer(customer), way=deciding.Way(guardian="王大明"))
    caring.new_key(by=SYSTEM, wait_seconds=0)

    caring.seal_everything_again(by=SYSTEM)

    assert Consent.objects.get(pk=consent.pk).guardian == "王大明" and caring.waiting() == {}
    for change in ("guardian = ''", "door = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE privacy_consent SET {change}")  # noqa: S608


@pytest.mark.django_db
def test_documents_in_json_and_live_events_are_sealed_again(ring: Folder, acts: list[str]) -> None:
    asked = ApprovalRequest.objects.create(
        kind="k", subject="s", change={"limit": 5}, before={"limit": 3}, made_by="x", made_at=clock.now()
    )
    LiveEvent.objects.create(topic="t", seq=1, kind="k", data={"text": "您好"})
    caring.new_key(by=SYSTEM, wait_seconds=0)
    assert caring.waiting() == {"staff.ApprovalRequest": 1, "base.LiveEvent": 1}

    caring.seal_everything_again(by=SYSTEM)

    assert caring.waiting() == {}
    ring.remove("1")
    assert ApprovalRequest.objects.get(pk=asked.pk).change == {"limit": 5}
    assert LiveEvent.objects.get().data == {"text": "您好"}


@pytest.mark.django_db
def test_copies_of_somebodys_data_are_sealed_again(
    ring: Folder, acts: list[str], settings: Any, tmp_path: Path
) -> None:
    request = SubjectRequest.objects.create(number="R-1", kind="access", asked={}, due_at=clock.now())
    copies._keep(request, "json", b'{"phone": "13800138000"}', clock.now() + timedelta(days=1))
    caring.new_key(by=SYSTEM, wait_seconds=0)

    caring.seal_everything_again(by=SYSTEM)

    ring.remove("1")
    content, _type, _name = copies.fetch(request.copies.get(), by=SYSTEM, is_proved=True)
    assert content == b'{"phone": "13800138000"}'
