"""A message of the thread as sound: whose it may be, what the file says of itself, what is refused."""

from typing import Any

import pytest

from foyer.assistant.speech import settings as speech
from foyer.assistant.speech import wav
from foyer.assistant.speech.speaking import espeak
from foyer.base.actors import ASSISTANT
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.tests.visiting import Browser, visitor

pytestmark = pytest.mark.django_db
needs_espeak = pytest.mark.skipif(
    not espeak.is_here(), reason="needs the extra foyer[speech], or the program espeak-ng"
)


@pytest.fixture
def spoken(queue: Queue) -> Any:
    """A visitor's conversation in which the assistant has said something in Chinese."""
    browser = visitor()
    talk = browser.open()
    browser.say(talk, "怎么挂失")
    held = Conversation.objects.get()
    said = actions.send(
        held.pk,
        text="可以挂失。年费是1,234.50元。",
        client_id="answer-1",
        lang="zh",
        payload={"machine": {"generated": True}},
        epoch=held.owner_epoch,
        by=ASSISTANT,
    )
    return browser, f"{talk}/messages", said.seq


@needs_espeak
def test_an_answer_is_read_in_parts_and_each_file_says_a_machine_made_it(spoken: Any) -> None:
    browser, messages, seq = spoken
    first = browser.get(f"{messages}/{seq}/speech")
    noticed = browser.get(f"{messages}/{seq}/speech?notice=true")

    assert first.status_code == 200 and first["Content-Type"] == "audio/wav"
    assert (first["Speech-Parts"], first["Content-Language"], first["Cache-Control"]) == ("2", "zh", "no-store")
    assert wav.label_of(first.content)["Label"] == "1"
    assert wav.label_of(first.content)["ContentProducer"] == "Foyer"
    assert wav.read(first.content).loudness > 0.01
    assert wav.read(noticed.content).seconds > wav.read(first.content).seconds + 1  # it says so aloud as well
    assert browser.get(f"{messages}/{seq}/speech?part=1").status_code == 200
    assert browser.get(f"{messages}/{seq}/speech?part=2").status_code == 404


def test_only_what_the_bank_said_in_ones_own_conversation_is_read(spoken: Any, settings: Any) -> None:
    browser, messages, seq = spoken
    stranger = visitor()
    stranger.open()

    assert stranger.get(f"{messages}/{seq}/speech").status_code == 404
    assert Browser().get(f"{messages}/{seq}/speech").status_code == 401
    assert browser.get(f"{messages}/1/speech").status_code == 404  # their own words: nobody's voice is lent
    assert browser.get(f"{messages}/{seq + 1}/speech").status_code == 404
    for asked in ("part=-1", "part=9999999", "pace=0", "pace=99", "pace=nan", "notice=perhaps", "part=x"):
        assert browser.get(f"{messages}/{seq}/speech?{asked}").status_code == 422, asked


def test_where_nothing_is_installed_nothing_is_offered_and_the_page_says_so(spoken: Any, settings: Any) -> None:
    browser, messages, seq = spoken
    settings.FOYER_SPEECH = False

    assert browser.get("speech").json() == {"hears": False, "says": []}
    refused = browser.get(f"{messages}/{seq}/speech")
    assert (refused.status_code, refused.json()["code"]) == (404, "no_speech_here")


def test_a_folder_without_a_model_offers_nothing(settings: Any, tmp_path: Any) -> None:
    settings.FOYER_SPEECH_MODEL = str(tmp_path)
    settings.FOYER_SPEECH_VOICES = {"zh": str(tmp_path), "en": str(tmp_path / "none")}

    assert speech.offered() == {"hears": False, "says": []}


def test_reading_aloud_has_its_limits(spoken: Any, settings: Any) -> None:
    from foyer.api.limits import BY_TOKEN

    settings.FOYER_RATE_SCALE = 0.01
    browser, messages, seq = spoken
    limit = BY_TOKEN["GET conversations/<conversation_id>/messages/<seq>/speech"]

    answers = [browser.get(f"{messages}/{seq}/speech?part=9").status_code for _ in range(int(limit.count * 0.01) + 2)]
    assert answers[-1] == 429 and answers[0] == 404
