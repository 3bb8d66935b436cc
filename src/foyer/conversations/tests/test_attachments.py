"""Files: what may come in, what is refused and why, and who may open it."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils.translation import override
from PIL import Image

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.files import pictures
from foyer.base.files.errors import FileDamaged, FileTooLarge, FileTypeRefused
from foyer.conversations import actions, attachments, queries
from foyer.conversations.errors import NoSuchConversation, NotYourTurn
from foyer.conversations.models import Attachment, Conversation, Queue
from foyer.conversations.tests.factories import conversation, served_by, visitor
from foyer.staff.tests.cast import Cast

_OFFICE = "application/vnd.openxmlformats-officedocument"


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def upload(talk: Conversation, data: bytes, name: str = "a.png", by: Actor | None = None) -> Attachment:
    return attachments.store(talk.id, name=name, data=io.BytesIO(data), by=by or Actor.visitor(talk.visitor))


def send(talk: Conversation, file: Attachment, by: Actor | None = None):
    by = by or Actor.visitor(talk.visitor)
    payload = {"attachment": str(file.id)}
    return actions.send(talk.id, text="", client_id=f"file-{file.id}", kind="attachment", payload=payload, by=by)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (b"%PDF-1.7\n1 0 obj", "application/pdf"),
        ("流水号 123".encode(), "text/plain"),
        (office("[Content_Types].xml", "word/document.xml"), f"{_OFFICE}.wordprocessingml.document"),
        (office("[Content_Types].xml", "xl/workbook.xml"), f"{_OFFICE}.spreadsheetml.sheet"),
    ],
)
def test_the_type_is_read_from_the_bytes(data: bytes, kind: str) -> None:
    assert attachments.sniff(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <!DOCTYPE html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><svg/>',
        b"MZ\x90\x00" + b"\x00" * 200,
        b"\x7fELF" + b"\x00" * 200,
        b"#!/bin/sh\nrm -rf /",
        b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        office("evil.exe"),
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"\x1f\x8b\x08" + b"\x00" * 50,
        bytes(range(128, 256)),
    ],
)
def test_pages_programs_archives_and_macros_are_refused(data: bytes) -> None:
    with pytest.raises(FileTypeRefused):
        attachments.sniff(data)


def test_a_refusal_is_clear_in_both_languages() -> None:
    with pytest.raises(FileTypeRefused) as refused:
        attachments.sniff(b"<svg/>")

    with override("en"):
        english = str(refused.value.message), str(refused.value.mend)
    with override("zh-hans"):
        chinese = str(refused.value.message), str(refused.value.mend)
    assert english == (
        "Files of this kind are not accepted.",
        "Send a picture, a PDF, an office document or plain text.",
    )
    assert chinese == ("不接受这种类型的文件。", "请发送图片、PDF、办公文档或纯文本。")


def test_a_lying_name_is_mended(queue: Queue) -> None:
    file = upload(conversation(), picture("PNG"), "..\\..\\工资<条>.pdf\u202e.exe")

    assert file.name == "工资_条_.pdf.png"
    assert file.type == "image/png"


def test_too_large_and_empty_are_refused(queue: Queue) -> None:
    talk = conversation()

    with pytest.raises(FileTooLarge):
        upload(talk, b"a" * (attachments.MOST_BYTES + 1))


def test_a_picture_gets_a_small_one_without_its_metadata(queue: Queue) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    Image.new("RGB", (2000, 1000)).save(out, "JPEG", exif=exif)

    file = upload(conversation(), out.getvalue(), "photo.jpg")

    with default_storage.open(file.thumbnail_path) as small:
        data = small.read()
    assert Image.open(io.BytesIO(data)).size == (320, 160)
    assert b"Secret Camera" not in data


def test_a_bomb_is_refused_before_it_unfolds(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10_000)

    with pytest.raises(FileDamaged):
        upload(conversation(), picture(size=(200, 200)))


def test_a_damaged_picture_is_refused(queue: Queue) -> None:
    with pytest.raises(FileDamaged):
        upload(conversation(), picture("PNG")[:60])


def test_both_sides_may_open_it_and_nobody_else(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    owner = Actor.visitor(talk.visitor)
    file = upload(talk, picture())
    assert attachments.open_for(owner, file.id).type == "image/png"
    with pytest.raises(NoSuchConversation):
        attachments.open_for(Actor.staff(cast.agent), file.id)

    message = send(talk, file)

    assert attachments.open_for(Actor.staff(cast.agent), file.id, thumbnail=True).type == "image/jpeg"
    for stranger in (Actor.visitor(visitor()), Actor.staff(cast.stranger)):
        with pytest.raises(NoSuchConversation):
            attachments.open_for(stranger, file.id)
    (shown,) = [line for line in queries.thread(talk.id, viewer="customer") if line["attachment"]]
    assert shown["id"] == str(message.id)
    assert shown["attachment"]["url"] == f"/attachments/{file.id}"


def test_a_file_cannot_be_sent_by_another_or_elsewhere_or_twice(cast: Cast, queue: Queue) -> None:
    talk, other = served_by(cast.agent), conversation()
    file = upload(talk, picture())

    with pytest.raises(NoSuchConversation):
        send(other, file)
    with pytest.raises(NoSuchConversation):
        send(talk, file, by=Actor.staff(cast.agent))
    first = send(talk, file)
    assert send(talk, file).id == first.id
    with pytest.raises(NoSuchConversation):
        actions.send(
            talk.id, text="", client_id="again", kind="attachment", payload={"attachment": str(file.id)},
            by=Actor.visitor(talk.visitor),
        )  # fmt: skip


def test_only_the_holder_uploads_for_the_bank(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    with pytest.raises(NotYourTurn):
        upload(talk, picture(), by=Actor.staff(cast.colleague))


def test_the_answer_is_never_run_by_a_browser(queue: Queue) -> None:
    talk = conversation()
    file = upload(talk, b"plain words", "notes.txt")

    answer = attachments.respond(Actor.visitor(talk.visitor), file.id)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"plain words"


def test_its_address_opens_for_both_sides_and_is_empty_for_others(client: Client, cast: Cast, queue: Queue) -> None:
    guest, token = actions.start_visit(channel="portal", language="zh")
    talk = served_by(cast.agent, of=guest)
    file = upload(talk, picture())
    send(talk, file)
    address = f"/attachments/{file.id}"

    assert client.get(address).status_code == 404
    assert client.get(address, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert client.get(address, headers={"Authorization": "Bearer nonsense"}).status_code == 404
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 404
    client.force_login(cast.agent)
    assert client.get(f"{address}/thumbnail")["Content-Type"] == "image/jpeg"


def test_what_was_never_sent_is_forgotten(queue: Queue) -> None:
    talk = conversation()
    kept, forgotten = upload(talk, picture()), upload(talk, picture())
    send(talk, kept)

    with clock.at(clock.now() + timedelta(hours=25)):
        assert attachments.forget_unsent() == 1

    assert list(Attachment.objects.all()) == [kept]
    assert not default_storage.exists(forgotten.path) and default_storage.exists(kept.path)
