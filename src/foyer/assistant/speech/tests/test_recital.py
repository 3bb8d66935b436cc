"""Silence and noise are nothing, however long the list of words that the model was told to expect."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from foyer.assistant.speech.hearing import shipped
from foyer.assistant.speech.hearing.recital import is_recital
from foyer.assistant.speech.hearing.whisper import Whisper
from foyer.assistant.speech.hearing.work import load
from foyer.assistant.speech.sound import RATE, Sound

needs_whisper = pytest.mark.skipif(not shipped.is_here(), reason="needs the extra foyer[speech]")
WORDS = ["信用卡", "借记卡", "挂失", "余额", "转账", "利率", "大额存单", "手机银行", "密码", "网点"]
ENGLISH = ["credit card", "debit card", "balance", "transfer", "interest rate", "branch"]


def test_the_list_in_its_order_is_no_speech_and_customers_words_are() -> None:
    recited = [
        "挂失、余额、转账、利率、大额存单", "信用卡，借记卡，挂失，余额。", "挂失挂失挂失挂失",
        "密码、网点、密码、网点",
    ]  # fmt: skip
    spoken = [
        "信用卡挂失", "我要查余额", "转账利率是多少", "信用卡和借记卡有什么区别", "手机银行密码忘了",
        "挂失", "余额", "网点", "我想问一下大额存单的利率", "挂失，挂失我的卡", "",
    ]  # fmt: skip
    assert [text for text in recited if not is_recital(text, WORDS)] == []
    assert [text for text in spoken if is_recital(text, WORDS)] == []
    assert is_recital("Credit card, debit card, balance, transfer", ENGLISH)
    assert not is_recital("What is my credit card balance?", ENGLISH)
    assert not is_recital("挂失、余额、转账", [])


class Engine:
    """Stands for faster-whisper: says these things one after another, and remembers what it was asked."""

    def __init__(self, *says: dict[str, Any] | str) -> None:
        self.says, self.prompts = list(says), []  # type: ignore[var-annotated]

    def transcribe(self, _samples: Any, **asked: Any) -> tuple[list[Any], Any]:
        self.prompts.append(asked["initial_prompt"])
        said = self.says.pop(0)
        about = {"text": said} if isinstance(said, str) else said
        part = {"no_speech_prob": 0.3, "avg_logprob": -0.2, "compression_ratio": 1.2, **about}
        return ([SimpleNamespace(**part)] if part["text"] else []), SimpleNamespace(language="zh")


def ear(*says: Any) -> Whisper:
    whisper = Whisper.__new__(Whisper)
    whisper.name, whisper.model = "fake", Engine(*says)
    return whisper


def noise(seconds: float = 1.0, loud: float = 0.05) -> Sound:
    samples: Any = (np.random.default_rng(7).standard_normal(int(seconds * RATE)) * loud).astype(np.float32)
    return Sound(samples, RATE)


def test_who_recites_listens_again_without_the_list() -> None:
    recites = "挂失、余额、转账、利率"
    spoke, hummed, again = (
        ear(recites, "挂失余额"),
        ear(recites, {"text": "嗯", "avg_logprob": -1.5}),
        ear(recites, recites),
    )

    assert spoke.hear(noise(), language="zh", words=WORDS).text == "挂失余额"
    assert "挂失" in spoke.model.prompts[0] and "挂失" not in spoke.model.prompts[1]
    assert hummed.hear(noise(), language="zh", words=WORDS).text == ""
    assert again.hear(noise(), language="zh", words=WORDS).text == ""
    hurried = ear(recites)
    assert hurried.hear(noise(), language="zh", words=WORDS, quick=True).text == "" and len(hurried.model.prompts) == 1


def test_silence_loops_and_habits_are_left_out() -> None:
    for says in (
        {"text": "余额", "no_speech_prob": 0.9},
        {"text": "好" * 60, "compression_ratio": 9.0},
        "谢谢观看",
        "",
    ):
        assert ear(says).hear(noise(), language="zh", words=WORDS).text == ""
    silent = ear("余额")
    assert silent.hear(Sound(np.zeros(RATE, np.float32), RATE), language="zh", words=WORDS).text == ""
    assert silent.model.prompts == []


@needs_whisper
def test_the_shipped_model_hears_nothing_in_noise() -> None:
    whisper = load("", words=[], threads=2)
    at = np.arange(2 * RATE) / RATE
    hum: Any = (0.1 * np.sin(2 * np.pi * 50 * at)).astype(np.float32)
    for sound in (noise(2, 0.003), noise(2, 0.05), Sound(hum, RATE)):
        for quick in (False, True):
            heard = whisper.hear(sound, language="zh", words=WORDS, quick=quick)
            assert len(heard.text) <= 4 and not is_recital(heard.text, WORDS), heard
