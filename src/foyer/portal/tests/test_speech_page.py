"""What the chat page offers of speech, and which page may use the microphone."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from foyer.assistant.speech import settings as speech
from foyer.conversations.tests.factories import QueueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(db: None) -> None:
    QueueFactory(code="general")


def _offered(page: str) -> Any:
    return json.loads(re.search(r'id="foyer-config"[^>]*>(.*?)</script>', page, re.DOTALL)[1])["speech"]  # type: ignore[index]


def test_without_a_model_the_page_says_so_and_has_no_buttons(bank: None, settings: Any) -> None:
    settings.FOYER_SPEECH = False

    answer = Client().get("/chat", headers={"Accept-Language": "en"})

    page = answer.content.decode()
    assert "Speaking and reading aloud are not set up here." in page
    assert 'id="speak"' not in page and "speech-consent" not in page and 'id="speaker-icon"' not in page
    assert "microphone=()" in answer["Permissions-Policy"]
    assert (_offered(page)["hears"], _offered(page)["says"]) == (False, [])


@pytest.mark.skipif(not speech.hearing.find(""), reason="needs the extra foyer[speech]: pip install 'foyer[speech]'")
def test_only_the_chat_page_may_use_the_microphone(bank: None) -> None:
    answer = Client().get("/chat", headers={"Accept-Language": "en"})
    page = answer.content.decode()

    assert "microphone=(self)" in answer["Permissions-Policy"]
    assert 'id="speak"' in page and "The sound is not kept" in page
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    for path in ("/", "/knowledge", "/sign-in", "/embed/chat"):
        assert "microphone=()" in Client().get(path)["Permissions-Policy"], path


@pytest.mark.skipif(not speech.hearing.find(""), reason="needs the extra foyer[speech]: pip install 'foyer[speech]'")
def test_the_chat_in_another_site_reads_aloud_but_does_not_listen(bank: None) -> None:
    page = Client().get("/embed/chat", headers={"Accept-Language": "en"}).content.decode()

    assert 'id="speak"' not in page and 'id="speaker-icon"' in page
    assert _offered(page)["hears"] is False and _offered(page)["says"] == ["zh", "en"]
