"""A language model for tests: our own server as a process, and the fixtures that put it to use."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from foyer.assistant import drafting
from foyer.assistant.models import Draft
from foyer.assistant.tests.factories import says
from foyer.assistant.writing import openai
from foyer.base import outgoing
from foyer.base.events import deliver_all
from foyer.conversations.models import Message

KEY = "sk-never-to-be-seen-anywhere"


class Server:
    """The running server."""

    def __init__(self, port: int, process: subprocess.Popen[str]) -> None:
        self.url, self._process = f"http://127.0.0.1:{port}/v1", process

    def asked(self) -> list[dict[str, Any]]:
        """What it was asked since the last look."""
        with urlopen(self.url, timeout=5) as answer:  # noqa: S310  our own process
            return json.load(answer)

    def behave(self, how: str) -> None:
        """From now on so, whatever model it is asked for."""
        urlopen(f"{self.url.removesuffix('/v1')}/behave/{how}", timeout=5).close()  # noqa: S310  our own process

    def die(self) -> None:
        """As a process does that runs out of memory: at once, with its connections open."""
        self._process.kill()
        self._process.wait()


@contextmanager
def running() -> Iterator[Server]:
    """The server as a process of its own, on a free port."""
    source = Path(__file__).with_name("model_server.py")
    process = subprocess.Popen([sys.executable, str(source), "0"], stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout
        yield Server(int(process.stdout.readline()), process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture
def model(settings: Any, server: Server) -> Iterator[Any]:
    """`model("well")` configures a model that behaves so."""
    openai._client.cache_clear()
    outgoing.breaker.forget()

    def configure(behaviour: str, **more: Any) -> Server:
        about = {"URL": server.url, "MODEL": behaviour, "KEY": KEY, "PROVIDER": "Ours", "REGION": "CN", **more}
        for name, value in about.items():
            setattr(settings, f"FOYER_LLM_{name}", value)
        server.asked()
        return server

    return configure


def ask(talk: Any, text: str) -> tuple[Draft | None, Message]:
    """The customer asks; the answer that the customer reads in the end, and the draft behind it if there was one."""
    question = says(talk, text)
    deliver_all()
    draft = Draft.objects.filter(message_id=question.id).first()
    if draft is not None:
        drafting.fulfil(draft.pk)
        draft.refresh_from_db()
    return draft, Message.objects.filter(conversation=talk, author_kind="assistant").order_by("-seq").first()
