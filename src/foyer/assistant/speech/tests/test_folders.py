"""The bank's own folders: a real file through sherpa-onnx, and plain words wherever one cannot be used."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from foyer.assistant.speech import lacks
from foyer.assistant.speech.checks import speech_folders_can_be_loaded
from foyer.assistant.speech.errors import SpeechFailed
from foyer.assistant.speech.hearing import finding
from foyer.assistant.speech.hearing.finding import lack_of
from foyer.assistant.speech.speaking import finding as voices
from foyer.assistant.speech.tests import tiny
from foyer.assistant.speech.workshop import Workshop

needs_sherpa = pytest.mark.skipif(not find_spec("sherpa_onnx"), reason="needs the extra foyer[speech]")
SPEECH = b"\x10\x20\x30\x05" * 12_000  # a second and a half of something
ASKED = {"language": "zh", "rate": 16_000, "encoding": "pcm16", "words": ["挂失", "余额"]}


@pytest.fixture
def shop_of() -> Iterator[Any]:
    """The child that hears, with a folder of the bank's."""
    made: list[Workshop] = []

    def begin(folder: Path) -> Workshop:
        made.append(Workshop("hearing", lambda: {"folder": str(folder)}, most_waiting=2, patience=30))
        return made[-1]

    yield begin
    for each in made:
        each.stop()


@needs_sherpa
def test_a_folder_is_loaded_and_hears_through_the_library_itself(tmp_path: Path, shop_of: Any) -> None:
    folder = tiny.sense_voice(tmp_path / "sense-voice", says=("挂失", "余额"))

    told, _none = shop_of(folder).ask(ASKED, SPEECH).result()
    assert told["text"].startswith("挂失余额") and told["sureness"] == 0.9
    quiet, _none = shop_of(folder).ask(ASKED, b"\0\0" * 16_000).result()
    assert quiet["text"] == ""


@needs_sherpa
def test_a_folder_that_cannot_be_loaded_costs_one_answer(tmp_path: Path, shop_of: Any) -> None:
    folder = tiny.sense_voice(tmp_path / "raw", notes={"producer": "funasr"})
    with pytest.raises(SpeechFailed):
        shop_of(folder).ask(ASKED, SPEECH).result()


def _folder(place: Path, **files: bytes) -> str:
    place.mkdir()
    for name, content in files.items():
        (place / name.replace("__", ".").replace("_", "-")).write_bytes(content)
    return str(place)


def test_what_is_lacking_is_told_in_the_readers_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    lacking = {
        str(tmp_path / "nowhere"): ("no_folder", ()),
        str(empty): ("unknown", ()),
        _folder(tmp_path / "a", model__bin=b"x"): ("incomplete", ("config.json", "tokenizer.json")),
        _folder(tmp_path / "b", model__onnx=b"neg_mean"): ("incomplete", ("*tokens.txt",)),
        _folder(tmp_path / "c", base_encoder__onnx=b"x", tokens__txt=b"a 1"): ("incomplete", ("*decoder*.onnx",)),
        _folder(tmp_path / "d", joiner__onnx=b"x", decoder__onnx=b"x", tokens__txt=b"a 1"): (
            "incomplete", ("*encoder*.onnx",),
        ),
        _folder(tmp_path / "e", model__onnx=b"", tokens__txt=b"a 1"): ("not_fetched", ("model.onnx",)),
        _folder(tmp_path / "f", model__onnx=finding.POINTER + b"/spec/v1\noid sha256:1", tokens__txt=b"a 1"): (
            "not_fetched", ("model.onnx",),
        ),
        _folder(tmp_path / "g", model__onnx=b"from another program", tokens__txt=b"<|zh|> 1"): (
            "foreign", ("model.onnx", "lang_auto"),
        ),
    }  # fmt: skip
    for folder, (code, names) in lacking.items():
        lack = lack_of(folder)
        assert lack is not None and (lack.code, lack.names) == (code, names), folder
        assert finding.find(folder) is None
        for language in ("en", "zh-hans"):
            with translation.override(language):
                sentence, mending = lacks.said(lack), lacks.mend(lack)
            assert folder in sentence and mending
            assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence) == (language == "zh-hans"), sentence
    monkeypatch.setattr(finding, "find_spec", lambda _name: None)
    lack = lack_of(str(tiny.sense_voice(tmp_path / "whole")))
    assert lack is not None and (lack.code, lack.names) == ("no_package", ("sherpa_onnx",))


def test_a_whole_folder_lacks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda _name: True)
    folder = tiny.sense_voice(tmp_path / "whole")

    assert lack_of(str(folder)) is None
    assert finding.find(str(folder)) == finding.Found("sense_voice", str(folder))


def test_a_voice_that_cannot_be_used_is_told_too(tmp_path: Path) -> None:
    hollow = _folder(tmp_path / "v", voice__onnx=b"", tokens__txt=b"a 1")
    told = {
        str(tmp_path / "nowhere"): "no_folder",
        _folder(tmp_path / "w", readme__md=b"x"): "no_voice",
        hollow: "not_fetched",
    }
    for folder, code in told.items():
        lack = voices.lack_of(folder)
        assert lack is not None and lack.code == code and voices.find(folder) is None
        assert folder in lacks.said(lack)


def test_the_operator_is_told_at_start(settings: Any, tmp_path: Path) -> None:
    settings.FOYER_SPEECH, settings.FOYER_SPEECH_MODEL = True, str(tmp_path / "nowhere")
    settings.FOYER_SPEECH_VOICES = {"zh": "", "en": _folder(tmp_path / "w", readme__md=b"x")}

    told = speech_folders_can_be_loaded()
    assert [each.msg.split(":")[0] for each in told] == ["FOYER_SPEECH_MODEL", "FOYER_SPEECH_VOICE_EN"]
    assert all(each.hint for each in told)
    settings.FOYER_SPEECH = False
    assert speech_folders_can_be_loaded() == []
