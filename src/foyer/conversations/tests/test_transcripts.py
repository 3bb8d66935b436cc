"""The transcript: complete, public, labelled where a machine wrote, and sent once."""

import re
import zlib
from typing import Any

import pytest
from django.core import mail

from foyer.base.actors import ASSISTANT, Actor
from foyer.base.errors import Invalid, TooMany
from foyer.base.jobs import run_waiting
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Queue, TranscriptRequest
from foyer.conversations.tests.factories import conversation, says
from foyer.conversations.transcripts import ask_by_email, transcript_pdf
from foyer.customers.tests.factories import CustomerFactory


@pytest.fixture
def talk(queue: Queue) -> Conversation:
    talk = conversation(customer=CustomerFactory(email="zhang@example.com"))
    says(talk, "卡丢了怎么办？")
    citations = {"citations": [{"code": "card-lost", "version": 2, "title": {"zh": "银行卡丢失", "en": "Lost card"}}]}
    actions.send(talk.id, text="请立即挂失。", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch, payload=citations)
    return talk


def test_a_machines_words_are_labelled_in_the_text_and_in_the_metadata(talk: Conversation, settings: Any) -> None:
    settings.FOYER_BANK_NAME = {"zh": "River & Sea <Bank>", "en": "River & Sea"}

    pdf = transcript_pdf(talk, language="en")

    assert pdf.startswith(b"%PDF")
    assert b"TC260:AIGC=" in pdf and b"compositeWithTrainedAlgorithmicMedia" in pdf
    assert b"River &amp; Sea &lt;Bank&gt;" in pdf
    words = text_of(pdf)
    assert "[AI-generated]" in words
    assert "请立即挂失。" in words and "卡丢了怎么办？" in words
    assert "Source: Lost card (version 2)" in words


def test_without_a_machine_there_is_no_such_label(queue: Queue) -> None:
    talk = conversation()
    says(talk)

    pdf = transcript_pdf(talk, language="zh")

    assert b"AIGC" not in pdf and "AI" not in text_of(pdf)


def test_it_is_sent_once_and_the_address_is_forgotten(talk: Conversation) -> None:
    request = ask_by_email(talk.id, by=Actor.visitor(talk.visitor))
    run_waiting()
    run_waiting()

    (sent,) = mail.outbox
    assert sent.to == ["zhang@example.com"]
    assert sent.attachments[0][0] == f"{talk.number}.pdf"
    assert TranscriptRequest.objects.get(pk=request.pk).address == ""


def test_a_wrong_address_and_too_many_are_refused(talk: Conversation) -> None:
    owner = Actor.visitor(talk.visitor)

    with pytest.raises(Invalid):
        ask_by_email(talk.id, address="nobody", by=owner)
    for _ in range(3):
        ask_by_email(talk.id, by=owner)
    with pytest.raises(TooMany):
        ask_by_email(talk.id, by=owner)


def text_of(pdf: bytes) -> str:
    """The words of a PDF, read back through its own table of letters."""
    streams = [_inflate(body) for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)]
    table: dict[int, str] = {}
    for body in streams:
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.S):
            for glyph, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                table[int(glyph, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return "\n".join(_shown(body, table) for body in streams if b" Tf" in body)


def _inflate(body: bytes) -> bytes:
    try:
        return zlib.decompress(body)
    except zlib.error:
        return body


def _shown(body: bytes, table: dict[int, str]) -> str:
    lines = []
    for text in re.findall(rb"\(((?:[^\\()]|\\.)*)\)\s*Tj", body, re.S):
        raw = re.sub(rb"\\(.)", lambda match: {b"r": b"\r", b"n": b"\n"}.get(match[1], match[1]), text, flags=re.S)
        codes = [int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2)]
        lines.append("".join(table.get(code, "") for code in codes))
    return "\n".join(lines)
