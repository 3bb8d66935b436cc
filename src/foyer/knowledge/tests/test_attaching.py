"""Attachments: examined at the door, frozen with their version, given out to whoever may read it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from foyer.base.actors import SYSTEM
from foyer.base.files import FileRefused, FileTooLarge
from foyer.knowledge import actions
from foyer.knowledge.actions import attaching
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.errors import InReview, NoSuchFile, TooManyFiles
from foyer.knowledge.models import ArticleFile
from foyer.knowledge.tests import factories

pytestmark = pytest.mark.django_db


def put(article, text="价目表", name="prices.txt"):
    return actions.attach(article, name=name, data=BytesIO(text.encode()), by=SYSTEM)


def test_a_file_goes_to_the_draft_and_speaks_with_its_version():
    article = factories.published()
    file = put(article)
    assert Client().get(f"/knowledge-files/{file.pk}").status_code == 404

    go_live(actions.open_draft(article, by=SYSTEM), by=SYSTEM)
    answer = Client().get(f"/knowledge-files/{file.pk}")

    assert b"".join(answer.streaming_content).decode() == "价目表"
    assert answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_same_file_is_kept_once_and_taking_it_off_leaves_earlier_versions_theirs():
    article = factories.published()
    file = put(article)
    assert put(article, name="again.txt") == file
    go_live(actions.open_draft(article, by=SYSTEM), by=SYSTEM)

    actions.detach(article, file.pk, by=SYSTEM)
    draft = actions.open_draft(article, by=SYSTEM)
    assert draft.number == 3 and draft.files.count() == 0
    assert ArticleFile.objects.count() == 1


def test_taken_off_before_anybody_saw_it_nothing_stays(django_capture_on_commit_callbacks):
    article = factories.published()
    file = put(article)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(article, file.pk, by=SYSTEM)

    assert not ArticleFile.objects.exists() and not default_storage.exists(file.path)
    with pytest.raises(NoSuchFile):
        actions.detach(article, file.pk, by=SYSTEM)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
        ("a.exe", b"MZ\x90\x00" + b"\x00" * 64),
        ("a.docx", b"PK\x03\x04 not a zip"),
        ("empty.txt", b""),
    ],
)
def test_what_is_not_what_it_says_does_not_come_in(name, content):
    article = factories.published()
    with pytest.raises(FileRefused):
        actions.attach(article, name=name, data=BytesIO(content), by=SYSTEM)
    assert not ArticleFile.objects.exists()


def test_too_large_and_too_many_are_refused(monkeypatch):
    article = factories.published()
    monkeypatch.setattr(attaching, "MOST_BYTES", 10)
    with pytest.raises(FileTooLarge):
        put(article, "x" * 11)
    monkeypatch.setattr(attaching, "MOST_FILES", 1)
    put(article, "a")
    with pytest.raises(TooManyFiles):
        put(article, "b")


def test_nothing_is_attached_while_a_version_waits():
    version = factories.draft()
    from foyer.base.actors import Actor
    from foyer.staff.tests.factories import UserFactory

    actions.submit(version, by=Actor.staff(UserFactory()))
    with pytest.raises(InReview):
        put(version.article)
