"""The relay process: hears facts, keeps time, and survives the loss of its database connections."""

import time
from dataclasses import dataclass
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from foyer.base import clocks, events, relay
from foyer.base.clocks import firing
from foyer.base.jobs import periodic, sweeps
from foyer.base.jobs.models import Heartbeat
from foyer.base.text import Bilingual

pytestmark = pytest.mark.django_db(transaction=True)


@events.fact("test.BellRung", key="door")
@dataclass(frozen=True)
class BellRung:
    door: str


heard: list[str] = []
swept: list[int] = []


@events.on(BellRung)
def hear(fact: BellRung) -> None:
    heard.append(fact.door)


@pytest.fixture(autouse=True)
def _quiet():
    heard.clear()
    swept.clear()
    kept = dict(sweeps)
    sweeps.clear()
    periodic("test.sweep", every_seconds=0.1)(lambda: swept.append(1))
    yield
    sweeps.clear()
    sweeps.update(kept)


@pytest.fixture
def running():
    stop = Event()
    process = Thread(target=relay.run, args=(stop,))
    process.start()
    yield process
    stop.set()
    process.join(10)
    assert not process.is_alive()
    assert not Heartbeat.objects.exists()


def ring(door):
    with transaction.atomic():
        events.publish(BellRung(door))


def until(condition, seconds=15):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_a_fact_is_heard_at_once_and_the_sweeps_and_clocks_run(running, monkeypatch):
    due = []
    monkeypatch.setattr(firing, "_handlers", {})
    clocks.on_due("test.soon")(due.append)
    clocks.define("test.soon", name=Bilingual("很快", "Soon"), calendar=clocks.always(), seconds=1)
    until(lambda: relay.alive() == {"facts", "ticks"})

    clocks.start("test.soon", "case:1")
    begun = time.monotonic()
    ring("front")
    until(lambda: heard == ["front"])
    assert time.monotonic() - begun < 0.9  # woken, not found at the next look
    until(lambda: due and len(swept) > 1)


def test_it_goes_on_when_its_connections_were_cut(running):
    until(lambda: relay.alive() == {"facts", "ticks"})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    ring("back")
    swept.clear()

    until(lambda: heard == ["back"] and swept)
    ring("side")
    until(lambda: heard == ["back", "side"])
