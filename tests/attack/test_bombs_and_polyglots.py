"""Files made to burst or to be two things at once, sent over HTTP to every address that takes a file.

A visitor's and a colleague's upload, the wizard for sources, the event collector. Each is refused in words, or comes in
as the harmless one of its two selves; none costs more memory than an honest file of its size.
"""

import gzip
import io
import json
import re
import resource
import zipfile
import zlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from foyer.api.collector import asking
from foyer.base.actors import Actor
from foyer.conversations.models import Attachment
from foyer.conversations.tests.factories import QueueFactory, served_by
from foyer.conversations.tests.visiting import visitor
from foyer.customers.collecting import messages
from foyer.customers.sources.connectors import bytes_of, other_rows, parquet_bounds, workbooks
from foyer.customers.sources.connectors.port import FileNotUsable
from foyer.customers.sources.shapes import Files
from foyer.staff.tests.cast import bring_on
from tests.attack.addresses import every_address

pytestmark = pytest.mark.django_db
MB = 1 << 20
SCRIPT = b"<script>window.harmed=1</script>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (99 + n, b"&%c;" % (98 + n if n else 97) * 10) for n in range(9))
    + b"]><l>&k;</l>"
)


def packed(parts: dict[str, bytes], *, lying: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
        if lying:  # the directory says that everything is small
            for entry in made.filelist:
                entry.file_size = min(entry.file_size, 100)
    return out.getvalue()


def office(kind: str, more: dict[str, bytes], **how) -> bytes:
    main = {"word": "word/document.xml", "xl": "xl/workbook.xml"}[kind]
    return packed({"[Content_Types].xml": b"<Types/>", main: b"<w/>", **more}, **how)


def picture(form: str, **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, form, **more)
    return out.getvalue()


def parquet(**columns) -> bytes:
    """A Parquet file, as small as its writer can make it."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd", store_schema=False)
    return out.getvalue()


def repeated(length: int, times: int) -> pa.Array:
    """One long value, said once and meant many times."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * times, pa.int32()), pa.array(["x" * length]))


def huge_picture() -> bytes:
    """A PNG of some kilobytes that says to be 60 000 by 60 000."""
    rows = zlib.compress(b"\0" * 10_000, 9)
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    chunks = [head, b"IDAT" + rows, b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )


REFUSED = {
    "bomb in a document": office("word", {"word/a.xml": b"\0" * (40 * MB)}),
    "bomb in a sheet": office("xl", {"xl/sharedStrings.xml": b"a" * (40 * MB)}),
    "zip in zip": office("word", {"word/inner.zip": packed({"a": packed({"b": b"\0" * MB})})}),
    "nested zip": packed({"a.zip": packed({"b.zip": packed({"c": b"\0" * (8 * MB)})})}),
    "gzip": gzip.compress(b"\0" * (8 * MB)),
    "pdf and zip": b"%PDF-1.7\n1 0 obj<</Type/Page>>endobj\n" + packed({"a.class": b"x"}),
    "zip and pdf": packed({"a": b"x"}) + b"%PDF-1.7",
    "text and zip": b"hello\n" + packed({"a.js": b"x"}),
    "html": b"<!doctype html>" + SCRIPT,
    "html behind spaces": b"\xef\xbb\xbf" + b" " * 3000 + b"<html>" + SCRIPT,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.harmed=1"/>',
    "xml": LAUGHS,
    "huge picture": huge_picture(),
    "script that begins as a gif": b"GIF89a/*" + b"\0" * 30 + b"*/=1;window.harmed=1",
    "shell": b"#!/bin/sh\nid\n",
    "program": b"MZ\x90\0" + b"\0" * 200,
}
COMES_IN_CLEAN = {
    "gif and script": picture("GIF") + b"*/=1;" + SCRIPT,
    "jpeg and html": picture("JPEG", comment=SCRIPT) + SCRIPT,
    "png and zip": picture("PNG") + packed({"a.class": b"x"}),
    "jpeg and phar": picture("JPEG", comment=b"<?php __HALT_COMPILER(); ?>"),
}


@pytest.fixture
def doors(settings):
    """How each kind of person sends a file: (who, send)."""
    settings.FOYER_RATE_SCALE = 0
    cast = bring_on()
    QueueFactory(unit=cast.branch)
    browser = visitor()
    theirs = browser.open()
    talk = served_by(cast.agent)
    colleague = Client()
    colleague.force_login(cast.agent)

    def as_colleague(file):
        address = f"/api/v1/staff/conversations/{talk.pk}/attachments"
        return colleague.post(address, {"file": file, "client_id": f"f-{file.name}-{file.tell()}"})

    return {"visitor": lambda file: browser.upload(f"{theirs}/attachments", file), "colleague": as_colleague}


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_these_are_all_the_doors():
    """A new address that takes a file must be attacked here as well."""
    routes = {re.sub(r"<\w+:", "<", address.route) for address in every_address()}

    assert {route for route in routes if route.endswith(("attachments", "wizard"))} == {
        "api/v1/conversations/<conversation_id>/attachments",
        "api/v1/staff/conversations/<conversation_id>/attachments",
        "desk/data/wizard",
    }


def test_what_bursts_or_pretends_is_refused_in_words_at_every_door(doors):
    wrong = []
    for who, send in doors.items():
        for what, data in REFUSED.items():
            for name in ("a.png", "a.docx"):
                answer = send(named(data, name))
                if answer.status_code not in (400, 413, 415, 422) or not answer.json()["message"]:
                    wrong.append((who, what, name, answer.status_code))

    assert wrong == []
    assert not Attachment.objects.exists()


def test_a_polyglot_picture_comes_in_as_the_picture_alone(doors):
    for send in doors.values():
        for what, data in COMES_IN_CLEAN.items():
            answer = send(named(data, f"{what}.html"))
            assert answer.status_code in (200, 201), (what, answer.content)
            assert answer.json()["attachment"]["name"].endswith((".gif", ".jpg", ".png"))
    for row in Attachment.objects.all():
        from foyer.conversations.attachments import open_for

        kept = open_for(Actor.parse(row.by), row.pk).file.read()
        assert not any(rider in kept for rider in (b"script", b"php", b"PK\3\4")), row.name
        assert not zipfile.is_zipfile(io.BytesIO(kept))


def test_a_document_whose_text_would_laugh_is_never_parsed(doors):
    """Nothing here reads a document's XML, so nothing in it is ever unfolded; it is given out as it came."""
    answer = doors["visitor"](named(office("word", {"word/styles.xml": LAUGHS}), "a.docx"))

    assert answer.status_code == 201


@pytest.fixture
def wizard(settings, tmp_path):
    settings.HOME, settings.FOYER_RATE_SCALE = tmp_path, 0
    browser = Client()
    browser.force_login(bring_on().administrator)
    return lambda data, name: browser.post("/desk/data/wizard", {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_the_wizard_takes_no_bomb_and_no_disguise(wizard, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_BYTES", 16 * MB)
    sheet = {"xl/worksheets/sheet1.xml": b"<row/>" * (6 * MB)}
    for what, data, name in (
        ("bomb", office("xl", sheet), "a.xlsx"),
        ("bomb with a lying directory", office("xl", sheet, lying=True), "a.xlsx"),
        ("bomb as ods", packed({"content.xml": b"\0" * (40 * MB)}), "a.ods"),
        ("laughing sheet", office("xl", {f"xl/{n}.xml": LAUGHS for n in ("sharedStrings", "styles")}), "a.xlsx"),
        ("many files", packed({f"{n}.csv": b"a,b" for n in range(3)}), "a.zip"),
        ("one endless line, packed", gzip.compress(b"a" * (80 * MB)), "a.csv.gz"),
        ("program", b"MZ\x90\0" + b"\0" * 300, "a.csv"),
        ("page as a sheet", b"<html>" + SCRIPT, "a.xlsx"),
        ("long value said often", parquet(a=repeated(MB, 50_000)), "a.parquet"),
        ("the same in one list", parquet(a=pa.ListArray.from_arrays([0, 50_000], repeated(MB, 50_000))), "a.parquet"),
        ("not parquet", b"PAR1" + b"\0" * 100 + b"PAR1", "a.parquet"),
    ):  # fmt: skip
        answer = wizard(data, name)
        assert answer.status_code in (400, 413, 422), (what, answer.status_code)
        assert SCRIPT.decode() not in answer.content.decode()


def test_a_column_that_bursts_costs_no_more_than_its_file(tmp_path, monkeypatch):
    for bound, value in (("MOST_OF_A_PAGE", 16 * MB), ("MOST_OF_A_FILE", 4 * MB), ("MOST_TIMES", 10)):
        monkeypatch.setattr(parquet_bounds, bound, value)
    path = tmp_path / "a.parquet"
    bombs = {
        "dictionary": parquet(a=repeated(MB, 50_000)),
        "page": parquet(a=pa.array(["x" * (17 * MB)])),
        "empty rows without end": parquet(a=pa.nulls(5 * MB, pa.int8())),
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for what, data in bombs.items():
        path.write_bytes(data)
        with pytest.raises(FileNotUsable):
            for _batch in other_rows.parquet(path, Files()):
                raise AssertionError(what)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_packed_rows_are_unpacked_a_piece_at_a_time(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"0" * (64 * MB)) + gzip.compress(b"\n1,2\n"))

    sizes = [len(piece) for piece in bytes_of.pieces(path, "auto", "utf-8")]

    assert max(sizes) <= bytes_of.PIECE
    assert sum(sizes) == 64 * MB + 9


def test_counting_a_workbook_needs_no_more_than_a_piece(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(office("xl", {"xl/a.xml": b"\0" * (120 * MB)}, lying=True))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    workbooks.check(path)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    with pytest.raises(FileNotUsable):
        (tmp_path / "b.xlsx").write_bytes(path.read_bytes()[:-200])
        workbooks.check(tmp_path / "b.xlsx")


def test_the_collector_unpacks_no_more_than_it_takes():
    async def receive():
        return {"type": "http.request", "body": bomb, "more_body": False}

    import asyncio

    bomb = gzip.compress(json.dumps({"batch": ["a" * (40 * MB)]}).encode())
    body = asyncio.run(asking.body_of("batch", {b"content-encoding": b"gzip"}, receive))

    assert len(body) == messages.most_bytes("batch") + 1  # one too many: refused as too large, the rest never unpacked
