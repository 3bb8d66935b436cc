"""The ear of the chat: who may use it, what it answers, and what a stranger tries."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from foyer.assistant.speech import listening
from foyer.assistant.speech.errors import SpeechFailed
from foyer.base.errors import TooMany
from foyer.config.asgi import application
from foyer.conversations.models import Message, Queue
from foyer.conversations.tests.visiting import Browser, visitor

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = b"\0\1" * 16_000


class Hearing:
    """Stands for the workshop: always hears the same words, or fails."""

    def __init__(self, text: str = "我要转三千五百块", *, fails: bool = False) -> None:
        self.text, self.fails, self.is_idle, self.asked = text, fails, True, []  # type: ignore[var-annotated]

    def warm(self, asked: dict[str, Any]) -> None: ...

    def ask(self, asked: dict[str, Any], body: bytes = b"") -> "Future[Any]":
        self.asked.append((asked, len(body)))
        future: Future[Any] = Future()
        if self.fails:
            future.set_exception(SpeechFailed())
        else:
            future.set_result(({"text": self.text, "language": "zh", "sureness": 0.9}, b""))
        return future


def hello(browser: Browser, talk: str, **more: Any) -> dict[str, Any]:
    return {
        "token": browser.token, "conversation": talk.split("/")[1], "language": "zh", "rate": 16_000,
        "encoding": "pcm16", **more,
    }  # fmt: skip


def told(
    *messages: Any,
    headers: dict[str, str] | None = None,
    count: Callable[..., None] = lambda *_: None,
    workshop: Any = None,
    lang: str = "en",
    app: Any = None,
) -> list[dict[str, Any]]:
    """Say these things to the ear one after another, then leave; everything it answered."""
    waiting = [{"type": "websocket.connect"}, *(_message(one) for one in messages)]
    answered: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect"}

    async def send(message: Any) -> None:
        answered.append({**message, **(json.loads(message["text"]) if "text" in message else {})})

    sent = {"host": "testserver"} | (headers or {})
    scope = {
        "type": "websocket",
        "path": listening.PATH,
        "query_string": f"lang={lang}".encode(),
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }
    if app:
        asyncio.run(app({**scope, "path": "/speech/other"}, receive, send))
    else:
        asyncio.run(listening.listen(scope, receive, send, count=count, workshop=workshop or Hearing()))
    return answered


def _message(one: Any) -> dict[str, Any]:
    if isinstance(one, bytes):
        return {"type": "websocket.receive", "bytes": one}
    return {"type": "websocket.receive", "text": one if isinstance(one, str) else json.dumps(one)}


def error(answered: list[dict[str, Any]]) -> str:
    """The code of its refusal, after which it has closed."""
    assert answered[-1]["type"] == "websocket.close", answered
    return next((one["error"]["code"] for one in answered if "error" in one), "closed")


def test_a_spoken_question_comes_back_as_words_and_nothing_is_kept_or_sent(queue: Queue) -> None:
    browser = visitor()
    hearing = Hearing()

    answered = told(hello(browser, browser.open()), SECOND, SECOND, {"end": True}, workshop=hearing)

    assert answered[1]["ready"] is True
    assert any("partial" in one for one in answered)
    final = next(one for one in answered if "final" in one)
    assert (final["final"], final["language"], final["seconds"]) == ("我要转3500元", "zh", 2.0)
    assert answered[-1] == {"type": "websocket.close", "code": 1000}
    assert hearing.asked[-1][0]["quick"] is False and "挂失" in hearing.asked[-1][0]["words"]
    assert not Message.objects.exists()  # nothing is said before the customer says it

    browser = visitor()
    answered = told(hello(browser, browser.open()), SECOND)

    assert not any("final" in one for one in answered)
    assert not listening._open

    browser = visitor()
    talk = browser.open()

    assert next(one for one in told(hello(browser, talk), {"end": True}) if "final" in one)["final"] == ""
    failed = told(hello(browser, talk), SECOND, {"end": True}, workshop=Hearing(fails=True))
    assert failed[-2]["error"]["message"] == "We could not make out the sound this time."
    assert told(hello(browser, talk), SECOND, {"end": True}, workshop=Hearing(fails=True), lang="zh")[-2]["error"][
        "message"
    ].startswith("这次")

    browser = visitor()
    hearing = Hearing()

    told(hello(browser, browser.open(), rate=8_000, encoding="mulaw"), b"\xff" * 8_000, {"end": True}, workshop=hearing)

    assert hearing.asked[-1][0]["encoding"] == "mulaw" and hearing.asked[-1][1] == 8_000


def test_a_stranger_and_a_page_of_another_house_hear_nothing(queue: Queue) -> None:
    browser = visitor()
    talk, others = browser.open(), visitor().open()

    assert error(told(hello(browser, talk, token="x" * 43), SECOND, {"end": True})) == "unknown_visitor"
    assert error(told(hello(browser, talk, token=""), SECOND)) == "unknown_visitor"
    assert error(told(hello(browser, others), SECOND)) == "no_such_conversation"
    browser.ask("delete", "visitors/me")
    assert error(told(hello(browser, talk), SECOND)) == "unknown_visitor"

    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "evil.example", "origin": "https://evil.example"},
    ):
        assert told({"end": True}, headers=headers) == [{"type": "websocket.close", "code": 4000}]
    assert told({"end": True}, headers={"origin": "http://testserver"})[0] == {"type": "websocket.accept"}

    assert told(app=application) == [{"type": "websocket.close", "code": 1008}]


def test_what_makes_no_sense_or_has_no_end_is_refused(queue: Queue, monkeypatch: Any) -> None:
    browser = visitor()
    talk = browser.open()
    good = hello(browser, talk)
    strange: list[Any] = [
        b"\0" * 16, "not json", "[" * 4_000, "1", "null", [1], "{}", "x" * 5_000, {**good, "rate": 1},
        {**good, "rate": 10**12}, {**good, "rate": "1e99999"}, {**good, "encoding": "mp3"}, {**good, "encoding": None},
        {**good, "language": "../../etc"}, {**good, "conversation": "1 OR 1=1"}, {**good, "conversation": None},
    ]  # fmt: skip
    for beginning in strange:
        assert error(told(beginning, SECOND, {"end": True})) == "not_sound", beginning

    browser = visitor()
    talk = hello(browser, browser.open())

    assert error(told(talk, *[SECOND] * 20)) == "too_fast"  # twenty seconds in no time
    assert error(told(talk, b"\0" * (listening.MOST_MESSAGE + 2))) == "not_sound"
    assert error(told(talk, b"\0" * 3)) == "not_sound"

    browser = visitor()
    monkeypatch.setattr(listening, "AHEAD_SECONDS", 100)
    hearing = Hearing()

    answered = told(hello(browser, browser.open()), *[SECOND] * 40, workshop=hearing)

    assert next(one for one in answered if "final" in one)["seconds"] == 30.0
    assert max(size for _asked, size in hearing.asked) <= len(SECOND) * 31


def test_a_visitor_has_one_ear_at_a_time_and_an_allowance_of_questions(queue: Queue, settings: Any) -> None:
    browser = visitor()
    talk = browser.open()

    def none_left(*_: Any) -> None:
        raise TooMany

    assert error(told(hello(browser, talk), count=none_left)) == "too_many"
    listening._open[_visitor_of(browser)] = 1
    try:
        assert error(told(hello(browser, talk), SECOND)) == "speech_busy"
    finally:
        listening._open.clear()

    from foyer.api.limits import LISTENING_TOKEN, count_listening

    settings.FOYER_RATE_SCALE = 1
    scope = {"headers": [], "client": ("10.1.2.3", 1)}
    for _ in range(LISTENING_TOKEN.count):
        count_listening("one token", scope)
    with pytest.raises(TooMany):
        count_listening("one token", scope)
    count_listening("another", scope)


def _visitor_of(browser: Browser) -> str:
    from foyer.conversations.queries import visitor_by_token

    found = visitor_by_token(browser.token)
    assert found
    return str(found.pk)
