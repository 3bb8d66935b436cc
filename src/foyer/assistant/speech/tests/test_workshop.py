"""The child that does the work: a slow, broken or dying one costs one answer, never the house."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from foyer.assistant.speech import wav
from foyer.assistant.speech.errors import SpeechBusy, SpeechFailed
from foyer.assistant.speech.speaking import espeak
from foyer.assistant.speech.workshop import Workshop

needs_espeak = pytest.mark.skipif(
    not espeak.is_here(), reason="needs the extra foyer[speech], or the program espeak-ng"
)
ASKED = {"text": "hello", "language": "en", "producer": "Foyer", "number": "1"}


@pytest.fixture
def shop() -> Iterator[Workshop]:
    made = Workshop("speaking", lambda: {"folders": {}}, most_waiting=2, patience=10)
    yield made
    made.stop()


@needs_espeak
def test_work_comes_back_and_the_next_is_done_by_the_same_child(shop: Workshop) -> None:
    told, file = shop.ask(ASKED).result()
    first = _child(shop)
    shop.ask(ASKED).result()

    assert told["seconds"] > 0.2 and wav.read(file).loudness > 0.01
    assert wav.label_of(file)["Label"] == "1"
    assert _child(shop) == first and shop.is_idle


@needs_espeak
def test_a_child_that_dies_is_replaced(shop: Workshop) -> None:
    shop.ask(ASKED).result()
    first = _child(shop)
    os.kill(first, signal.SIGKILL)

    assert shop.ask(ASKED).result()[1]
    assert _child(shop) != first


@needs_espeak
def test_work_that_fails_fails_alone(shop: Workshop) -> None:
    with pytest.raises(SpeechFailed):
        shop.ask({**ASKED, "language": "tlh"}).result()

    assert shop.ask(ASKED).result()[1]


def test_work_that_takes_too_long_ends_the_child_and_the_line_goes_on(shop: Workshop) -> None:
    shop.patience = 0.0
    with pytest.raises(SpeechFailed):
        shop.ask(ASKED).result()

    assert shop._child is None and shop.is_idle


def test_the_line_is_short() -> None:
    shop = Workshop("speaking", _slow_to_start, most_waiting=2, patience=0.0)
    waiting = [shop.ask(ASKED), shop.ask(ASKED)]

    with pytest.raises(SpeechBusy):
        shop.ask(ASKED)
    for one in waiting:
        assert isinstance(one.exception(), SpeechFailed)
    assert shop.is_idle
    shop.stop()


@needs_espeak
def test_the_child_gets_nothing_of_the_house_it_does_not_need(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_SECRET_KEY", "not for foreign code")
    shop.ask(ASKED).result()

    with open(f"/proc/{_child(shop)}/environ", "rb") as file:  # noqa: PTH123  no file of ours
        assert b"not for foreign code" not in file.read()


@needs_espeak
def test_a_child_nobody_asks_leaves_and_comes_back_when_asked() -> None:
    shop = Workshop("speaking", lambda: {"folders": {}, "idle": 0.2}, most_waiting=2, patience=10)
    shop.ask(ASKED).result()
    child = shop._child
    assert child is not None and child.wait(timeout=5) == 0

    assert shop.ask(ASKED).result()[1]
    shop.stop()


def _child(shop: Workshop) -> int:
    assert shop._child is not None
    return shop._child.pid


def _slow_to_start() -> dict[str, Any]:
    time.sleep(0.2)
    return {"folders": {}}
