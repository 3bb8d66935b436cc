"""The chat in the bank's own site: who may frame it, what the loader is, what the example allows."""

import re

import pytest
from django.test import Client

from foyer.portal.embedding import LOADER


@pytest.fixture(autouse=True)
def origins(settings: object) -> None:
    settings.FOYER_EMBED_ORIGINS = ["https://www.bank.example"]  # type: ignore[attr-defined]


def test_the_banks_sites_and_no_others_may_frame_the_chat(bank: None, client: Client) -> None:
    page = client.get("/embed/chat")

    ancestors = re.search("frame-ancestors ([^;]+)", page["Content-Security-Policy"])
    assert ancestors and ancestors[1].split() == ["'self'", "https://www.bank.example"]
    assert "X-Frame-Options" not in page


def test_the_page_in_the_frame_knows_whom_it_may_speak_with(bank: None, client: Client) -> None:
    text = client.get("/embed/chat?lang=en").content.decode()

    assert '"origins": ["http://testserver", "https://www.bank.example"]' in text and 'lang="en"' in text


def test_the_loader_is_one_plain_script(db: None, client: Client) -> None:
    loader = client.get("/embed.js")
    text = loader.content.decode()

    assert (
        loader["Content-Type"].startswith("text/javascript")
        and loader["Cross-Origin-Resource-Policy"] == "cross-origin"
    )
    assert "max-age=300" in loader["Cache-Control"] and LOADER
    for forbidden in ("eval(", "new Function", "innerHTML", "document.write", ".style.", 'setAttribute("style"', '"*"'):
        assert forbidden not in text
    assert "event.origin !== foyer" in text


def test_the_example_is_as_strict_as_one_can_be(db: None, client: Client) -> None:
    page = client.get("/embed/example")

    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src http://testserver" in policy and "unsafe" not in policy
