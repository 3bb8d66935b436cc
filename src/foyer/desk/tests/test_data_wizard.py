"""The wizard's pages: a file is understood, corrected column by column, tried out, saved; nobody else sees it."""

import re
import tempfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foyer.base.actors import Actor
from foyer.base.crypto.testing import watched
from foyer.customers.models import RegisteredSource
from foyer.staff import approvals
from foyer.staff.tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]
ROWS = "客户号,姓名,手机号\n" + "".join(f"{n},王小明,138{n:08d}\n" for n in range(1, 9)) + "9,李四,12\n"
BYTES = ROWS.encode()
HEAD = {"source": "crm", "title": "CRM", "owner": "Retail", "basis": "contract", "purpose": "serving"}
CHOSEN = {"entity": "party", "target-0": "party.source_key", "target-1": "party.name",
          "target-2": "contact_point.value:phone", "read-2": "phone"}  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def manager(at_desk, cast):
    return at_desk(cast.administrator)


def bring(browser, name="客户.csv", content=BYTES):
    return browser.post("/desk/data/wizard", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_understood_and_the_proposal_can_be_changed(manager):
    page = manager.get(bring(manager).url)

    chosen = [one["choice"].target for one in page.context["columns"]]
    assert chosen == ["party.source_key", "party.name", "contact_point.value:phone"]
    assert 'name="read-2"' in page.content.decode()
    assert manager.get(f"{page.request['PATH_INFO']}?entity=account").context["entity"] == "account"


def test_what_was_brought_lies_sealed_while_it_is_read_and_after(manager, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    many = ROWS + "".join(f"{n},王小明,139{n:08d}\n" for n in range(10, 20_000))
    upload = bring(manager, content=many.encode()).url.rsplit("/", 1)[1]

    with watched(tmp_path, "13800000001", "13900019999", "王小明", "客户") as seen:
        manager.post(f"/desk/pane/data/wizard/{upload}/try", {**HEAD, **CHOSEN})
        page = manager.get(f"/desk/data/wizard/{upload}").content.decode()

    assert "王小明" in page and "客户.csv" in page
    assert seen.largest > 400_000 and seen.found == set()
    assert all(path.is_symlink() for folder in tmp_path.glob("foyer-*") for path in folder.iterdir())


def test_trying_out_shows_rows_and_the_errors_of_cells(manager):
    upload = bring(manager).url.rsplit("/", 1)[1]

    body = manager.post(f"/desk/pane/data/wizard/{upload}/try", {**HEAD, **CHOSEN}).content.decode()

    assert "王小明" in body
    assert "wrong-cell" in body
    assert "as: phone" in body


def test_what_is_missing_is_said_with_its_line(manager):
    upload = bring(manager).url.rsplit("/", 1)[1]

    body = manager.post(f"/desk/pane/data/wizard/{upload}/try", {**HEAD, **CHOSEN, "basis": ""}).content.decode()

    assert "wizard-problems" in body
    assert "basis" in body


def test_the_mapping_is_downloaded_and_the_source_saved_once(manager):
    upload = bring(manager).url.rsplit("/", 1)[1]
    text = manager.post(f"/desk/data/wizard/{upload}/mapping", {**HEAD, **CHOSEN}).content.decode()

    saved = manager.post(f"/desk/do/data/wizard/{upload}/save", {"by_hand": "1", "mapping": text})
    again = manager.post(f"/desk/do/data/wizard/{bring(manager).url.rsplit('/', 1)[1]}/save", {**HEAD, **CHOSEN})

    assert saved.json() == {"url": "/desk/data/sources/crm"}
    assert RegisteredSource.objects.get().text == text
    assert re.search(r"^source: crm$", text, re.M)
    assert (again.status_code, again.json()["code"]) == (409, "source_exists")


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.xlsx", b"no workbook"), ("../../a.csv", b"")])
def test_what_is_no_table_is_told_so(manager, name, content):
    answer = bring(manager, name, content)

    assert answer.status_code in {404, 422}
    assert "sheet-error" in answer.content.decode()


def test_a_file_is_its_bringers_only(at_desk, cast, manager):
    other = UserFactory(role="administrator", unit=cast.head_office, is_staff=True)
    url = bring(manager).url

    assert at_desk(other).get(url).status_code == 404
    assert manager.get(f"/desk/data/wizard/{uuid4()}").status_code == 404


@pytest.mark.parametrize("role", ["agent", "analyst"])
def test_who_does_not_manage_sources_is_turned_away(at_desk, cast, role):
    assert at_desk(UserFactory(role=role, unit=cast.branch)).get("/desk/data/wizard").status_code == 403


def test_an_error_is_shown_at_the_value_that_has_it(manager):
    rows = "客户号,姓名,手机号,电子邮箱\n1,王小明,12,a@example.com\n2,李四,13800000002,b@example.com\n"
    upload = bring(manager, content=rows.encode()).url.rsplit("/", 1)[1]
    chosen = {**HEAD, **CHOSEN, "target-3": "contact_point.value:email"}

    tried = manager.post(f"/desk/pane/data/wizard/{upload}/try", chosen).context["tried"]

    contacts = next(each for each in tried if each["tried"].entity == "contact_point")
    wrong = [value for row in contacts["rows"] for value, errors in row["cells"] if errors]
    assert wrong == [""]


def test_a_source_that_is_believed_more_than_usual_waits_for_a_second_person(manager, cast):
    second = UserFactory(role="security_administrator", is_staff=True)
    upload = bring(manager).url.rsplit("/", 1)[1]
    text = manager.post(f"/desk/data/wizard/{upload}/mapping", {**HEAD, **CHOSEN}).content.decode()

    manager.post(f"/desk/do/data/wizard/{upload}/save", {"by_hand": "1", "mapping": f"{text}\ntrust: 90\n"})

    row = RegisteredSource.objects.get()
    assert row.disabled_at
    waits = approvals.waiting_for(second).get()
    approvals.approve(waits, by=Actor.staff(second))
    row.refresh_from_db()
    assert row.disabled_at is None


def test_a_source_like_any_other_or_while_nobody_else_may_agree_is_used_at_once(manager):
    for trust in ("", "\ntrust: 90\n"):
        upload = bring(manager).url.rsplit("/", 1)[1]
        text = manager.post(f"/desk/data/wizard/{upload}/mapping", {**HEAD, **CHOSEN}).content.decode()
        manager.post(f"/desk/do/data/wizard/{upload}/save", {"by_hand": "1", "mapping": text + trust})
        row = RegisteredSource.objects.get()
        assert row.disabled_at is None
        row.delete()
