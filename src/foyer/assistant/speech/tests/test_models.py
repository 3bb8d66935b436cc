"""Real models: the shipped Whisper hears what eSpeak NG says; the bank's folders are told apart and checked."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from foyer.assistant.speech.hearing import finding, shipped
from foyer.assistant.speech.hearing.by_sound import corrected
from foyer.assistant.speech.hearing.phantoms import is_phantom
from foyer.assistant.speech.hearing.work import load
from foyer.assistant.speech.sound import TELEPHONE, Sound, decode
from foyer.assistant.speech.speaking import espeak
from foyer.assistant.speech.speaking import finding as voices

needs_whisper = pytest.mark.skipif(
    not (shipped.is_here() and espeak.is_here()), reason="needs the extra foyer[speech]: pip install 'foyer[speech]'"
)
TERMS = ("挂失", "余额", "支付", "手机银行", "大额存单", "提前还款")


@needs_whisper
def test_the_shipped_model_hears_a_question_and_the_telephone_is_good_enough() -> None:
    ear, voice = load("", words=[], threads=2), espeak.Espeak("en")
    question = voice.say("What is my credit card balance?")

    for sound in (question, question.by_telephone()):
        heard = ear.hear(sound, language="en", words=["credit card", "balance"])
        assert "credit card balance" in heard.text.lower() and heard.language == "en" and heard.sureness > 0.4
    assert ear.hear(decode(b"\0" * TELEPHONE * 2, "pcm16", TELEPHONE), language="zh", words=[]).text == ""


@needs_whisper
def test_a_model_that_is_not_the_pinned_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shipped.SHA256, "config.json", hashlib.sha256(b"another").hexdigest())

    with pytest.raises(shipped.NotTheModel):
        shipped.files()


def _folder(place: Path, *names: str, tokens: str = "") -> Path:
    place.mkdir()
    for name in names:
        (place / name).write_bytes(b"x")
    if tokens:
        (place / "tokens.txt").write_text(tokens)
    return place


def test_a_folder_is_told_by_what_lies_in_it(tmp_path: Path) -> None:
    kinds = {
        "whisper": _folder(tmp_path / "a", "model.bin", "config.json"),
        "sense_voice": _folder(tmp_path / "b", "model.int8.onnx", tokens="<|zh|> 1\n"),
        "paraformer": _folder(tmp_path / "c", "model.int8.onnx", tokens="我 1\n"),
        "sherpa_whisper": _folder(tmp_path / "d", "base-encoder.onnx", "base-decoder.onnx", tokens="x 1"),
        "transducer": _folder(tmp_path / "e", "encoder.onnx", "decoder.onnx", "joiner.onnx", tokens="x 1"),
    }

    assert {kind: finding.kind_of(folder) for kind, folder in kinds.items()} == {kind: kind for kind in kinds}
    assert finding.find(str(tmp_path)) is None
    assert voices.kind_of(_folder(tmp_path / "f", "voice.onnx", "voice.onnx.json")) == "piper"
    assert voices.kind_of(_folder(tmp_path / "g", "model.onnx", tokens="x 1")) == "sherpa"
    assert voices.kind_of(tmp_path) == ""


def test_the_banks_list_of_hashes_is_kept_to(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "m", "model.bin")
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(b'x').hexdigest()}  model.bin\n")
    finding.check(folder)
    (folder / "model.bin").write_bytes(b"y")

    with pytest.raises(finding.UnknownModel):
        finding.check(folder)


def test_words_that_sound_like_the_banks_are_written_as_the_banks() -> None:
    for heard, meant in {
        "信用卡怎么挂师": "信用卡怎么挂失",
        "查一下鱼额": "查一下余额",
        "打开手鸡银行": "打开手机银行",
        "想买大鹅存单": "想买大额存单",
        "提钱还款": "提前还款",
        "换一套制服": "换一套制服",
        "挂失和余额": "挂失和余额",
        "call me": "call me",
    }.items():
        assert corrected(heard, TERMS) == meant


def test_a_models_habits_are_not_somebodys_words() -> None:
    for text in ("字幕志愿者 李宗盛", "请不吝点赞 订阅", "Thanks for watching!", " "):
        assert is_phantom(text)
    assert not is_phantom("我想查余额") and not is_phantom("Thank you, goodbye")


def test_silence_is_quiet() -> None:
    import numpy as np

    nothing: Any = np.zeros(0, np.float32)
    assert Sound(nothing, 16_000).loudness == 0.0 and Sound(nothing, 16_000).at(8_000).rate == 8_000
