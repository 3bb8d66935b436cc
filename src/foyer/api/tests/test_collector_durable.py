"""Acknowledged is durable: what was answered 200 is there exactly once, whoever is killed when."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from threading import Thread

import pytest
from django.db import connection

from foyer.api.tests.web_process import WebProcess
from foyer.base.actors import SYSTEM
from foyer.base.engine import open_engine
from foyer.base.live.hub import in_thread
from foyer.config.env import PROJECT
from foyer.customers.collecting import draining, landing
from foyer.customers.collecting.errors import CollectorBusy, NotKept
from foyer.customers.collecting.keys import NewKey, new_write_key
from foyer.customers.collecting.log import Log
from foyer.customers.collecting.reading import uuid5
from foyer.customers.models import BehaviourEvent, CollectedBatch, Landing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key() -> NewKey:
    return new_write_key(source="site", name="Site", by=SYSTEM)


class Sender(Thread):
    """A client that sends batches until its server is gone, and remembers what was acknowledged."""

    def __init__(self, web: WebProcess, key: NewKey, name: str) -> None:
        super().__init__(name=name)
        self.web, self.key, self.acknowledged = web, key, list[str]()

    def run(self) -> None:
        number = 0
        while True:
            ids = [f"{self.name}-{number}-{place}" for place in range(20)]
            batch = [{"type": "track", "userId": "u", "event": "e", "messageId": one} for one in ids]
            try:
                status, _answer, _headers = self.web.post("/v1/batch", body(self.key, batch))
            except OSError:
                return
            if status == 200:
                self.acknowledged += ids
            number += 1


def body(key: NewKey, batch: list[dict]) -> bytes:
    return json.dumps({"batch": batch, "writeKey": key.secret}).encode()


def send_until(end: str, key: NewKey) -> list[str]:
    """Send from four clients, end the web process that way after a moment; returns what was acknowledged."""
    with WebProcess() as web:
        senders = [Sender(web, key, str(number)) for number in range(4)]
        for sender in senders:
            sender.start()
        time.sleep(1 + random.random())
        web.kill() if end == "kill" else web.process.send_signal(signal.SIGTERM)
        for sender in senders:
            sender.join()
    return [one for sender in senders for one in sender.acknowledged]


def kept(key: NewKey, ids: list[str]) -> int:
    wanted = [uuid5(key.write_key.pk, one) for one in ids]
    return BehaviourEvent.objects.filter(pk__in=wanted).count()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_what_was_acknowledged_survives_the_end_of_the_web_process(key, end):
    acknowledged = send_until(end, key)

    draining.drain(seconds=30)

    assert len(acknowledged) > 100
    assert kept(key, acknowledged) == len(acknowledged) == len(set(acknowledged))


def test_draining_and_landing_may_be_killed_at_any_moment(key, tmp_path, settings):
    settings.FOYER_LAKE = tmp_path
    for number in range(60):
        names = [f"{number % 50}-{place}" for place in range(50)]
        keep(key, [{"type": "page", "anonymousId": name, "messageId": name} for name in names])

    work = "import django; django.setup()\nfrom foyer.customers.collecting import draining, landing\n" \
           "from django.conf import settings; from pathlib import Path; import os\n" \
           "settings.FOYER_LAKE = Path(os.environ['LAKE'])\n" \
           "print('ready', flush=True)\n" \
           "draining.BATCHES_AT_ONCE = 3\n" \
           "while True: draining.drain(0.2); landing.land()"  # fmt: skip
    for _ in range(5):
        kill_while_working(work, LAKE=str(tmp_path))
    draining.drain(seconds=30)
    landing.land()

    assert BehaviourEvent.objects.count() == 2_500
    assert not Landing.objects.filter(landed_at=None, closed_at__isnull=False).exists()
    with open_engine("duckdb") as engine:
        rows = landing.EVENTS.read(engine)
        assert engine.count(rows) == engine.count(rows.select("event_key").distinct()) == 2_500


def keep(key: NewKey, batch: list[dict], kind: str = "batch") -> None:
    """As the collector does, without the web process."""

    async def append() -> None:
        log = Log()
        await log.append(write_key=key.write_key.pk, kind=kind, body=body(key, batch))
        await log.stop()

    asyncio.run(append())


def kill_while_working(work: str, **settings: str) -> None:
    environment = WebProcess()._environment() | {"DJANGO_SETTINGS_MODULE": "foyer.config.settings"} | settings
    process = subprocess.Popen([sys.executable, "-c", work], cwd=PROJECT, env=environment, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    time.sleep(random.random() * 0.6)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)


def test_when_too_much_waits_the_next_is_told_to_come_again_and_nothing_is_lost(key):
    sent = body(key, [{"type": "page", "anonymousId": "a"}])

    async def story() -> None:
        log = Log(most_waiting_bytes=1_000)
        first = asyncio.create_task(log.append(write_key=key.write_key.pk, kind="batch", body=sent))
        await asyncio.sleep(0.3)
        with pytest.raises(CollectorBusy) as refused:
            await log.append(write_key=key.write_key.pk, kind="batch", body=sent * 20)
        assert refused.value.status == 429 and refused.value.details["wait_seconds"] == 1
        assert not first.done()
        holder.connection.rollback()
        await first
        await log.stop()

    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE customers_collectedbatch IN ACCESS EXCLUSIVE MODE")
    try:
        asyncio.run(story())
    finally:
        holder.close()

    assert CollectedBatch.objects.count() == 1


def test_when_the_database_goes_away_nothing_is_acknowledged_and_afterwards_it_goes_on(key):
    sent = body(key, [{"type": "page", "anonymousId": "a"}])

    async def story() -> None:
        log = Log()
        await log.append(write_key=key.write_key.pk, kind="batch", body=sent)
        assert log._connection is not None
        await asyncio.to_thread(in_thread, end_of, log._connection.info.backend_pid)
        with pytest.raises(NotKept):
            await log.append(write_key=key.write_key.pk, kind="batch", body=sent)
        await log.append(write_key=key.write_key.pk, kind="batch", body=sent)
        await log.stop()

    asyncio.run(story())

    assert CollectedBatch.objects.count() == 2


def end_of(process: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])


def test_a_batch_that_cannot_be_read_stops_no_other(key):
    keep(key, [{"type": "page", "anonymousId": "a", "messageId": "1"}])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_collectedbatch SET payload = 'v1:1:AAAA'")
    keep(key, [{"type": "page", "anonymousId": "a", "messageId": "2"}, {"type": "poem"}])

    for _ in range(7):
        draining.drain()

    assert BehaviourEvent.objects.count() == 1
    waiting, drained = CollectedBatch.objects.defer("payload").order_by("received_at")
    assert (waiting.drained_at, waiting.attempt_count) == (None, draining.MOST_ATTEMPTS)
    assert drained.refused == [{"position": 1, "problem": "type_unknown"}]
