"""Before rights or security settings are changed in the back office, the one who changes them is asked once more."""

import time

import pytest
from django.test import Client

from foyer.staff.models import User
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"username": "new", "email": "new@bank.example", "display_name": "N", "employee_no": "E77", "unit": "",
       "password1": "青山绿水长流不息的河", "password2": "青山绿水长流不息的河"}  # fmt: skip


@pytest.fixture
def cast(settings):
    settings.FOYER_CONFIRM_SECONDS, settings.FOYER_RATE_SCALE = 600, 0
    return bring_on()


@pytest.fixture
def signed_in(cast):
    browser = Client()
    browser.post("/accounts/login/", {"login": "administrator", "password": PASSWORD})
    return browser


def later(monkeypatch, seconds):
    now = time.time() + seconds
    monkeypatch.setattr("foyer.staff.sign_in.confirming.time.time", lambda: now)


def test_a_fresh_sign_in_is_proof_enough(signed_in):
    assert signed_in.get("/admin/staff/user/add/").status_code == 200


def test_after_some_minutes_the_form_asks_and_leads_back(signed_in, cast, monkeypatch):
    later(monkeypatch, 601)
    page = f"/admin/staff/user/{cast.agent.pk}/change/"

    asked = signed_in.get(page)
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=%2Fadmin")
    back = signed_in.post(asked["Location"], {"password": PASSWORD})

    monkeypatch.undo()
    assert back["Location"] == page
    assert signed_in.get(page).status_code == 200


def test_a_wrong_password_opens_nothing(signed_in, monkeypatch):
    later(monkeypatch, 601)
    asked = signed_in.get("/admin/staff/user/add/")
    signed_in.post(asked["Location"], {"password": "wrong wrong wrong"})

    assert "/reauthenticate/" in signed_in.get("/admin/staff/user/add/")["Location"]


def test_whoever_fills_in_slowly_may_save_and_a_session_left_open_may_not(signed_in, cast, monkeypatch):
    new = {**NEW, "unit": str(cast.outlet.pk)}
    later(monkeypatch, 1_201)
    assert "/reauthenticate/" in signed_in.post("/admin/staff/user/add/", new)["Location"]
    assert not User.objects.filter(username="new").exists()

    monkeypatch.undo()
    later(monkeypatch, 1_100)
    signed_in.post("/admin/staff/user/add/", new)
    assert User.objects.filter(username="new").exists()


def test_a_stolen_session_decides_nothing_and_gives_nothing(cast):
    """A session that was made without a proof of its own: as taken from elsewhere."""
    thief = Client()
    thief.force_login(cast.administrator)
    for path in (f"/admin/staff/user/{cast.agent.pk}/password/", "/admin/auth/group/add/", "/admin/staff/user/",
                 f"/admin/staff/approvalrequest/{cast.agent.pk}/approve/", "/admin/customers/writekey/add/",
                 "/admin/api/webhook/add/"):  # fmt: skip
        answer = thief.post(path, {"action": "deactivate", "_selected_action": str(cast.agent.pk)})
        assert "/reauthenticate/" in answer["Location"], path
    cast.agent.refresh_from_db()
    assert cast.agent.is_active


def test_reading_is_not_asked_and_where_the_bank_wants_none_nobody_is(signed_in, cast, monkeypatch, settings):
    later(monkeypatch, 9_000)
    assert signed_in.get("/admin/staff/user/").status_code == 200
    assert signed_in.get("/admin/conversations/queue/add/").status_code == 200

    settings.FOYER_CONFIRM_SECONDS = 0
    assert signed_in.get("/admin/staff/user/add/").status_code == 200


def test_who_has_no_password_here_signs_in_again_where_they_have_one(cast):
    cast.administrator.set_unusable_password()
    cast.administrator.save()
    browser = Client()
    browser.force_login(cast.administrator)

    assert browser.get("/admin/staff/user/add/")["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in browser.session


STRONG = (
    "security/rules/mass_views/propose", "security/rules/mass_views/approve", "security/responses/{id}/undo",
    "security/audit/export", "security/drills/{id}/agree", "security/risks/r-1/accept", "security/assessments/agree",
    "privacy/purposes/marketing", "privacy/decide/{id}/approve", "privacy/unmaskings/{id}/approve",
    "privacy/holds/place",
    "privacy/releases/{id}/approve", "privacy/customers/{id}/unfreeze", "privacy/consents/{id}/export",
)  # fmt: skip


def test_a_strong_verb_of_the_desk_asks_and_leads_back_to_its_page(signed_in, cast, monkeypatch):
    later(monkeypatch, 1_201)
    page = "http://testserver/desk/security/rules/mass_views"
    for verb in STRONG:
        path = f"/desk/do/{verb.format(id=cast.agent.pk)}"
        told = signed_in.post(path, headers={"X-Fragment": "1", "Referer": page})
        assert told.status_code == 403, path
        no = told.json()
        assert no["code"] == "confirm_first" and no["details"]["confirm"].startswith("/accounts/reauthenticate/"), path
        assert no["details"]["confirm"].endswith("next=%2Fdesk%2Fsecurity%2Frules%2Fmass_views")
        assert "/reauthenticate/" in signed_in.post(path, headers={"Referer": page})["Location"], path


def test_a_strong_verb_leads_back_to_no_other_house(signed_in, cast, monkeypatch):
    later(monkeypatch, 1_201)
    told = signed_in.post(
        "/desk/do/security/rules/x/propose", headers={"X-Fragment": "1", "Referer": "http://thief.example/desk/x"}
    )

    assert told.json()["details"]["confirm"].endswith("next=%2Fdesk%2F")


def test_a_fresh_proof_and_an_everyday_verb_are_not_asked(signed_in, cast, monkeypatch):
    fresh = signed_in.post("/desk/do/security/rules/x/propose", headers={"X-Fragment": "1"})
    later(monkeypatch, 9_000)
    daily = signed_in.post(f"/desk/do/security/alerts/{cast.agent.pk}/true", headers={"X-Fragment": "1"})

    assert b"confirm_first" not in fresh.content + daily.content
