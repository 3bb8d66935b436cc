"""The real analytics clients, unchanged, against the real application: what they send arrives, once."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from foyer.api.tests.web_process import WebProcess
from foyer.base.actors import SYSTEM
from foyer.config.env import PROJECT
from foyer.customers.collecting import draining
from foyer.customers.collecting.keys import UNKNOWN_FOR_SECONDS, NewKey, new_write_key
from foyer.customers.models import BehaviourEvent, CollectedBatch

pytestmark = pytest.mark.django_db(transaction=True)

NODE = """
const { Analytics } = require('@segment/analytics-node')
const analytics = new Analytics({ writeKey: process.env.KEY, host: process.env.HOST, flushAt: 7, flushInterval: 100 })
const failed = []
analytics.on('error', (error) => failed.push(String(error.reason ?? error)))
analytics.identify({ userId: 'u-1', traits: { email: 'zhang@example.com', name: '张三' } })
for (let i = 0; i < 20; i++) analytics.track({ anonymousId: 'a-1', event: 'Viewed ' + i, properties: { i } })
analytics.page({ userId: 'u-1', name: 'Cards' })
analytics.screen({ userId: 'u-1', name: 'Home' })
analytics.group({ userId: 'u-1', groupId: 'g-1', traits: { size: 3 } })
analytics.alias({ userId: 'u-1', previousId: 'a-1' })
analytics.closeAndFlush().then(() => { if (failed.length) { console.error(failed.join('\\n')); process.exit(1) } })
"""
PYTHON = """
import os, sys
from segment.analytics.client import Client
failed = []
client = Client(os.environ["KEY"], host=os.environ["HOST"], on_error=lambda error, items: failed.append(error),
                gzip=len(sys.argv) > 1, max_retries=2)
client.identify("u-1", {"email": "zhang@example.com", "name": "张三"})
for i in range(250):
    client.track(anonymous_id="a-1", event=f"Viewed {i}", properties={"i": i})
client.page("u-1", name="Cards")
client.screen("u-1", name="Home")
client.group("u-1", "g-1", {"size": 3})
client.alias("a-1", "u-1")
client.flush()
client.join()
sys.exit("; ".join(map(str, failed)) or 0)
"""


@pytest.fixture(scope="module")
def web(django_db_setup: None) -> Iterator[WebProcess]:
    with WebProcess() as running:
        yield running


def node() -> str:
    """The machine's, else that of the extra `node`."""
    beside = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (str(beside) if beside.exists() else "")
    assert found, "this test needs Node: on the machine, or by the extra foyer[node]"
    return found


def speak(command: list[str], web: WebProcess, key: str) -> None:
    environment = {**os.environ, "KEY": key, "HOST": web.url}
    said = subprocess.run(
        command, check=False, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert said.returncode == 0, said.stderr


def arrived() -> dict[str, int]:
    draining.drain()
    kinds = list(BehaviourEvent.objects.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


@pytest.fixture
def key() -> NewKey:
    made = new_write_key(source="site", name="Site", by=SYSTEM)
    time.sleep(UNKNOWN_FOR_SECONDS)  # the web process looked a moment ago, for the client of the test before
    return made


@pytest.mark.parametrize("packed", [[], ["gzip"]])
def test_the_python_client_is_understood(web, key, packed):
    speak([sys.executable, "-c", PYTHON, *packed], web, key.secret)

    assert arrived() == {"alias": 1, "group": 1, "identify": 1, "page": 1, "screen": 1, "track": 250}


def test_the_node_client_is_understood(web, key):
    speak([node(), "-e", NODE], web, key.secret)

    assert arrived() == {"alias": 1, "group": 1, "identify": 1, "page": 1, "screen": 1, "track": 20}
    assert set(BehaviourEvent.objects.values_list("name", flat=True)) >= {"Viewed 0", "Viewed 19", "Cards", "Home"}


def test_the_same_message_sent_again_counts_once(web, key):
    message = {"type": "track", "userId": "u", "event": "Paid", "messageId": "m-1"}
    body = json.dumps({"batch": [message, message], "writeKey": key.secret}).encode()

    answers = {web.post("/v1/batch", body)[:2] for _ in range(3)}

    assert answers == {(200, b'{"success": true}')}
    assert CollectedBatch.objects.count() == 3
    assert arrived() == {"track": 1}
