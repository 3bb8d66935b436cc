"""Who copies the database, the lake, the files or the logs finds no customer's phone, document or card in them.

Searched as written, without their separators, as UTF-16, and within whatever is base64.
"""

import base64
import binascii
import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection

from foyer.base.actors import Actor
from foyer.base.engine.testing import lake  # noqa: F401
from foyer.conversations import actions
from foyer.conversations.attachments import open_for, store
from foyer.conversations.models import Conversation, Message
from foyer.conversations.tests.factories import conversation
from foyer.customers.models import Customer, Holding
from foyer.customers.profile import golden as gold
from foyer.demo.apps import APP_DATABASE
from foyer.demo.sources.taking_in import take_in

PEOPLE = 40
SAID = {"phone": "13912345678", "resident_id": "11010519491231002X", "card": "6222021234567894"}
_RUN = re.compile(rb"\d{11,}[Xx]?")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the bank's systems are written."""
    monkeypatch.setenv(APP_DATABASE, f"sqlite:///{tmp_path}/sources/app.db")
    return tmp_path


@pytest.mark.django_db
@pytest.mark.usefixtures("lake")
def test_no_copy_shows_a_customers_numbers(bank: str, place: Path, settings: Any, caplog: Any, capfd: Any) -> None:
    caplog.set_level(logging.DEBUG)
    sealed = {"BACKEND": "foyer.base.crypto.storage.SealedStorage", "OPTIONS": {"location": place / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": sealed}  # as it is outside tests
    take_in(PEOPLE, folder=place / "sources")
    talk, file = a_talk_full_of_numbers()
    secrets = numbers_of_customers() | {text.encode() for text in SAID.values()}
    assert len(secrets) > 100

    said = capfd.readouterr()
    places = {
        **{f"table {name}": rows for name, rows in tables()},
        **{f"file {path.name}": path.read_bytes() for path in below(settings.FOYER_LAKE, storages["default"].location)},
        "log": (bank + caplog.text + said.out + said.err).encode(),
    }
    found = {place: hits for place, data in places.items() if (hits := numbers_in(data) & secrets)}

    assert found == {}
    assert all(path.read_bytes()[:4] == b"PARE" for path in Path(settings.FOYER_LAKE).rglob("*.parquet"))
    assert Message.objects.get(conversation=talk, seq=1).original.endswith("13912345678, 11010519491231002X")
    assert SAID["phone"] in open_for(Actor.visitor(talk.visitor), file.id).file.read().decode()


def a_talk_full_of_numbers() -> tuple[Conversation, Any]:
    talk = conversation()
    by = Actor.visitor(talk.visitor)
    text = "卡 6222 0212 3456 7894, 13912345678, 11010519491231002X"
    actions.send(talk.id, text=text, client_id="numbers", by=by)
    file = store(talk.id, name=f"{SAID['phone']}.txt", data=io.BytesIO(text.encode()), by=by)
    actions.send(talk.id, text="", client_id="file", kind="attachment", payload={"attachment": str(file.id)}, by=by)
    return Conversation.objects.get(pk=talk.id), file


def numbers_of_customers() -> set[bytes]:
    """Phones, documents and cards as the application knows them."""
    found: set[str] = set()
    for customer in Customer.objects.all():
        for attribute in ("phone", "resident_id"):
            known = gold.values(customer.golden, attribute)
            found |= {value[-11:] if attribute == "phone" else value for value in known}
    found |= {holding.number for holding in Holding.objects.all()}
    return {text.encode() for text in found if re.fullmatch(r"\d{11,}[Xx]?", text)}


def tables() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (name,) in cursor.fetchall():
            with cursor.cursor.copy(f'COPY "{name}" TO STDOUT') as copying:
                yield name, b"".join(bytes(piece) for piece in copying)


def below(*folders: Any) -> list[Path]:
    return [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]


def numbers_in(data: bytes) -> set[bytes]:
    """Every run of digits of the lengths that matter, in each of the ways in which it may be written."""
    ways = [data, re.sub(rb"(?<=\d)[ -](?=\d)", b"", data), data.replace(b"\x00", b""), *decoded(data)]
    return {window for way in ways for run in _RUN.findall(way) for window in windows(run)}


def windows(run: bytes) -> Iterator[bytes]:
    for size in (11, 15, 16, 17, 18, 19):
        for start in range(len(run) - size + 1):
            yield run[start : start + size]


def decoded(data: bytes) -> Iterator[bytes]:
    for run in _BASE64.findall(data):
        for start in range(4):
            piece = run[start:].rstrip(b"=")
            piece = piece[: len(piece) // 4 * 4].translate(bytes.maketrans(b"-_", b"+/"))
            try:
                yield base64.b64decode(piece)
            except binascii.Error:
                continue


def test_the_search_finds_what_is_in_clear() -> None:
    number = b"13912345678"
    spaced, wide = b"139 1234-5678", "13912345678".encode("utf-16-le")

    for way in (number, spaced, wide, base64.b64encode(b"say " + number + b" again"), b"\\x" + number):
        assert number in numbers_in(b"<" + way + b">")
