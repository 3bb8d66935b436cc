"""Data sets at the desk: one asks, another looks and agrees, the first fetches; nobody else sees the page."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.base import jobs
from foyer.base.text import Bilingual
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.deid import releasing
from foyer.privacy.deid.datasets import Column, Releasable, releasable
from foyer.privacy.models import Release
from foyer.privacy.tests.consenting import published_notice
from foyer.staff import approvals
from foyer.staff.tests.cast import Cast, bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASKED = {"dataset": "trial", "purpose": "service", "recipient": "Lab", "reason": "a study", "k": "2", "l": "1"}


@pytest.fixture
def cast(db: None) -> Cast:
    return bring_on()


@pytest.fixture
def house(cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four customers in a data set of their birthdays."""
    settings.HOME, settings.FOYER_LAKE = tmp_path, tmp_path / "lake"
    published_notice()
    ids = [str(CustomerFactory().pk) for _one in range(4)]
    frame = pd.DataFrame({"customer_id": ids, "born_on": ["1980-05-17"] * 2 + ["1985-01-01"] * 2})
    columns = (
        Column("customer_id", "token", Bilingual("假名", "pseudonym"), of="customer"),
        Column("born_on", "quasi", Bilingual("出生日期", "date of birth"), "day"),
    )
    found = Releasable("trial", Bilingual("试验", "Trial"), (), columns, lambda engine: engine.frame(frame))
    monkeypatch.setitem(releasable, "trial", found)


def at_desk(user: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return at_desk(UserFactory(username="ana", role="analyst", unit=cast.head_office))


@pytest.fixture
def compliance(cast: Cast) -> Client:
    return at_desk(UserFactory(username="cara", role="compliance", unit=cast.head_office))


def test_from_asking_to_the_file_and_its_end(house: None, analyst: Client, compliance: Client) -> None:
    made = analyst.post("/desk/do/privacy/releases/prepare", ASKED)
    jobs.run_waiting()
    release = Release.objects.get()
    page = f"/desk/privacy/releases/{release.pk}"

    assert made.status_code == 302 and made["Location"] == page
    assert "Let it out" not in analyst.get(page).content.decode()
    assert analyst.post(f"{page}/file").status_code == 409
    assert compliance.post(f"{page}/sample").content.decode().count("1980-05-17") == 2
    assert compliance.post(f"/desk/do/privacy/releases/{release.pk}/approve").status_code == 302
    assert b"PAR1" in b"".join(analyst.post(f"{page}/file").streaming_content)  # type: ignore[attr-defined]
    assert compliance.post(f"{page}/file").status_code == 403
    assert analyst.post(f"/desk/do/privacy/releases/{release.pk}/end").status_code == 302
    assert analyst.post(f"{page}/file").status_code == 409


def test_whoever_asked_neither_samples_nor_decides(house: None, analyst: Client) -> None:
    analyst.post("/desk/do/privacy/releases/prepare", ASKED)
    jobs.run_waiting()
    release = Release.objects.get()

    assert analyst.post(f"/desk/privacy/releases/{release.pk}/sample").status_code == 403
    assert analyst.post(f"/desk/do/privacy/releases/{release.pk}/approve").status_code in (403, 409)
    assert analyst.post(f"/desk/do/privacy/releases/{release.pk}/shout").status_code == 404
    assert approvals.pending(releasing.KIND, release.pk) is not None


def test_what_is_refused_is_said_and_what_was_typed_stays(house: None, analyst: Client) -> None:
    for wrong in ({"k": "1"}, {"purpose": "curiosity"}, {"dataset": "salaries"}):
        answer = analyst.post("/desk/do/privacy/releases/prepare", {**ASKED, **wrong})
        assert answer.status_code >= 400 and 'value="a study"' in answer.content.decode()
    assert not Release.objects.exists()


def test_what_is_not_hidden_well_enough_says_so(house: None, analyst: Client) -> None:
    made = analyst.post("/desk/do/privacy/releases/prepare", {**ASKED, "k": "5"})
    jobs.run_waiting()
    answer = analyst.get(made["Location"])

    assert "banner-bad" in answer.content.decode() and Release.objects.get().state == "unfit"


def test_a_person_watches_it_being_prepared(house: None, analyst: Client) -> None:
    page = analyst.post("/desk/do/privacy/releases/prepare", ASKED)["Location"]
    pane = page.replace("/desk/", "/desk/pane/")

    assert 'hx-trigger="every 2s"' in analyst.get(page).content.decode()
    before = analyst.get(pane)
    assert "HX-Refresh" not in before and '<li class="running" aria-current="step">' in before.content.decode()
    jobs.run_waiting()
    assert analyst.get(pane)["HX-Refresh"] == "true"
    assert "k = 4" in analyst.get(page).content.decode() or "k = 2" in analyst.get(page).content.decode()


def test_what_failed_says_why_and_is_tried_again(
    house: None, analyst: Client, compliance: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = releasable["trial"]
    monkeypatch.setitem(releasable, "trial", replace(whole, table=_away))
    page = analyst.post("/desk/do/privacy/releases/prepare", ASKED)["Location"]
    jobs.run_waiting()
    again = page.replace("/desk/", "/desk/do/") + "/again"

    shown = analyst.get(page).content.decode()
    assert "OSError" in shown and "the lake of Zhang San" not in shown and again in shown
    assert compliance.post(again).status_code == 403 and again not in compliance.get(page).content.decode()
    monkeypatch.setitem(releasable, "trial", whole)
    assert analyst.post(again).status_code == 302 and analyst.post(again).status_code == 409
    jobs.run_waiting()
    assert Release.objects.get().state == "prepared"


def _away(_engine: Any) -> Any:
    raise OSError("the lake of Zhang San is away")


def test_strangers_see_nothing(house: None, analyst: Client, cast: Cast) -> None:
    analyst.post("/desk/do/privacy/releases/prepare", ASKED)
    jobs.run_waiting()
    release = Release.objects.get()
    for user in (cast.agent, cast.supervisor, cast.administrator):
        client = at_desk(user)
        pages = ("privacy/releases", f"privacy/releases/{release.pk}", f"pane/privacy/releases/{release.pk}")
        for path in (f"/desk/{page}" for page in pages):
            assert client.get(path).status_code == 403
        assert client.post("/desk/do/privacy/releases/prepare", ASKED).status_code == 403
        assert client.post(f"/desk/do/privacy/releases/{release.pk}/end").status_code == 403
    assert Client().get("/desk/privacy/releases").status_code == 302
    assert Release.objects.get().state == "prepared"


def test_the_list_costs_the_same_however_long(house: None, analyst: Client) -> None:
    analyst.post("/desk/do/privacy/releases/prepare", ASKED)
    few = _queries(analyst)
    for _one in range(3):
        analyst.post("/desk/do/privacy/releases/prepare", ASKED)

    assert _queries(analyst) <= few


def _queries(client: Client) -> int:
    client.get("/desk/privacy/releases")  # what the frame keeps for a while is known again
    with CaptureQueriesContext(connection) as found:
        assert client.get("/desk/privacy/releases").status_code == 200
    return len(found)
