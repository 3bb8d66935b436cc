"""Uploads: examined apart, written anew, given to the scanner, and let in only when nothing was found."""

import io
import socket
import struct
import threading
import zipfile
import zlib
from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from foyer.base.actors import Actor
from foyer.base.files import pdfs, pictures, quarantine, zips
from foyer.base.files.errors import FileDamaged, FileInfected, FileNotExamined, FileTypeRefused
from foyer.conversations import attachments
from foyer.conversations.models import Attachment, Queue
from foyer.conversations.tests.factories import conversation

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A small clamd: speaks INSTREAM, finds the EICAR test file, and remembers what it was shown."""

    def __init__(self, answer: bytes | None = None) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.seen: list[bytes] = []
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as sent:
                self.seen.append(self._read(sent))
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.seen[-1] else b"stream: OK\0"
                connection.sendall(self.answer if self.answer is not None else found)

    @staticmethod
    def _read(sent) -> bytes:
        assert sent.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", sent.read(4))[0]:
            data += sent.read(size)
        return data


@contextmanager
def scanner(settings, answer: bytes | None = None):
    clamd = Clamd(answer)
    settings.FOYER_ANTIVIRUS = clamd.address
    try:
        yield clamd
    finally:
        clamd.server.close()


def upload(data: bytes, name: str = "a.txt") -> Attachment:
    talk = conversation()
    return attachments.store(talk.id, name=name, data=io.BytesIO(data), by=Actor.visitor(talk.visitor))


def kept(file: Attachment) -> bytes:
    with default_storage.open(file.path) as opened:
        return opened.read()


def in_quarantine() -> list[str]:
    try:
        return default_storage.listdir(quarantine.FOLDER)[1]
    except FileNotFoundError:
        return []


def archive(*entries: tuple[str, bytes], word: bool = True) -> bytes:
    out = io.BytesIO()
    base = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")] if word else []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in [*base, *entries]:
            made.writestr(name, data)
    return out.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def test_a_clean_file_comes_in_after_the_scanner_saw_all_of_it(queue: Queue, settings) -> None:
    data = b"good morning\n" * 20_000
    with scanner(settings) as clamd:
        file = upload(data)

    assert clamd.seen == [data]
    assert kept(file) == data
    assert in_quarantine() == []


def test_the_test_virus_is_refused_and_leaves_nothing(queue: Queue, settings) -> None:
    with scanner(settings), pytest.raises(FileInfected):
        upload(b"hello " + EICAR)

    assert not Attachment.objects.exists()
    assert in_quarantine() == []


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"what?\0", b"stream: OK and more\0"]
)
def test_a_scanner_that_does_not_say_yes_lets_nothing_in(queue: Queue, settings, answer) -> None:
    with scanner(settings, answer), pytest.raises(FileNotExamined):
        upload(b"hello")

    assert not Attachment.objects.exists()


def test_a_scanner_that_is_away_lets_nothing_in(queue: Queue, settings) -> None:
    settings.FOYER_ANTIVIRUS = "127.0.0.1:1"
    with pytest.raises(FileNotExamined) as refused:
        upload(b"hello")

    assert refused.value.retry


def test_while_it_is_examined_a_file_lies_apart(queue: Queue, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr("foyer.base.files.antivirus.examine", lambda _data: seen.append(in_quarantine()))
    upload(b"hello")

    assert len(seen[0]) == 1
    assert in_quarantine() == []


def test_a_picture_keeps_nothing_but_its_pixels(queue: Queue) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("place", "31.2304,121.4737")
    exif = Image.Exif()
    exif[0x010E] = "at my home"
    for data, name in [(picture("PNG", pnginfo=notes), "a.png"), (picture("JPEG", exif=exif), "a.jpg")]:
        content = kept(upload(data, name))
        assert b"121.4737" not in content
        assert b"at my home" not in content
        with Image.open(io.BytesIO(content)) as shown:
            assert shown.size == (40, 30)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize(
    "rider", [archive(("a.class", b"x"), word=False), b"<script>alert(1)</script>", b"MZ" + b"\0" * 99]
)
def test_what_rides_behind_a_picture_stays_outside(queue: Queue, form, rider) -> None:
    content = kept(upload(picture(form) + rider, "a.png"))

    assert rider not in content
    assert not zipfile.is_zipfile(io.BytesIO(content))


def test_a_moving_picture_keeps_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)

    with Image.open(io.BytesIO(pictures.rewritten(out.getvalue(), "image/gif"))) as shown:
        assert shown.n_frames == 3


def test_a_picture_that_unfolds_into_a_huge_one_is_refused() -> None:
    with pytest.raises(FileDamaged):
        pictures.rewritten(picture("PNG", (9_000, 9_000)), "image/png")


@pytest.mark.parametrize(
    "entry",
    [
        ("word/bomb.xml", b"\0" * (30 * 1024 * 1024)),
        ("word/vbaProject.bin", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/activeX/activeX1.xml", b"x"),
        ("xl/macrosheets/sheet1.xml", b"x"),
        ("word/inner.zip", b"PK\3\4"),
        ("run.exe", b"MZ"),
        ("../../etc/cron.d/foyer", b"x"),
        ("/etc/passwd", b"x"),
        ("..\\..\\a.txt", b"x"),
        ("word/document.xml", b"twice"),
        ("word/_rels/settings.xml.rels", b'<R Type="x/attachedTemplate" Target="http://e/" TargetMode="External"/>'),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_office_document_is_no_parcel(entry) -> None:
    with pytest.raises(FileTypeRefused):
        attachments.sniff(archive(entry))


def test_an_office_document_as_people_write_it_comes_in() -> None:
    ordinary = archive(("word/media/image1.png", picture()), ("word/styles.xml", b"<s>" + b"a" * 400_000 + b"</s>"))
    assert attachments.sniff(ordinary).endswith("wordprocessingml.document")


def test_too_many_entries_or_a_lying_directory_are_refused() -> None:
    with pytest.raises(FileTypeRefused):
        zips.check(archive(*[(f"word/{number}.xml", b"") for number in range(zips.MOST_ENTRIES)]))
    with pytest.raises(FileDamaged):
        zips.check(b"PK\3\4" + b"\0" * 100)


def packed(program: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + zlib.compress(program) + b"\nendstream"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 /OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"%PDF-1.7 /OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>",
        b"%PDF-1.7 <</S/Launch/F(cmd.exe)>>",
        b"%PDF-1.7 <</Type/EmbeddedFile>>",
        b"%PDF-1.7 <</RichMedia>>",
        packed(b"<</S/JavaScript/JS(1)>>"),
        packed(b"\0" * (pdfs.MOST_UNPACKED + 10)),
        b"MZ%PDF-1.7",
        b"%PDF-1.7\n" + archive(("a.class", b"x"), word=False),
    ],
)
def test_a_pdf_with_a_program_in_it_is_refused(data) -> None:
    with pytest.raises(FileTypeRefused):
        attachments.sniff(data)


def test_a_plain_pdf_comes_in() -> None:
    assert attachments.sniff(b"%PDF-1.7\n" + packed(b"<</Type/Page>>")[9:]) == "application/pdf"


def test_what_a_killed_process_left_is_deleted_later(monkeypatch) -> None:
    from datetime import timedelta

    from django.core.files.base import ContentFile

    default_storage.save(f"{quarantine.FOLDER}/left", ContentFile(b"x"))
    assert quarantine.clear() == 0
    monkeypatch.setattr(quarantine, "LEFT_BEHIND", timedelta(seconds=-10))
    assert quarantine.clear() == 1
    assert in_quarantine() == []
