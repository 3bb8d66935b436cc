"""How fast pages may be asked for: each class its own pace, each person their own, 429 with Retry-After."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from foyer.api import pacing
from foyer.api.allowance import Limit
from foyer.base import clock
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch, settings):
    """Every class lets two through."""
    settings.FOYER_RATE_SCALE = 1
    few = tuple(
        pacing.Paced(one.name, one.methods, one.path, Limit(f"t-{one.each.name}", 2, 60), None) for one in pacing.PAGES
    )
    monkeypatch.setattr(pacing, "PAGES", few)
    monkeypatch.setattr(pacing, "ANYTHING_ELSE", Limit("t-page", 2, 60))
    monkeypatch.setattr(pacing, "_buckets", pacing._Buckets())
    with clock.at(datetime.now(UTC)):
        yield


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/accounts/password/reset/"),
        ("post", "/accounts/reauthenticate/"),
        ("post", "/desk/pane/search"),
        ("get", "/desk/customers"),
        ("get", "/desk/customers/01a21c1b-35d6-723a-9aca-b48e21884232"),
        ("post", "/admin/staff/user/"),
        ("post", "/csp-report"),
        ("get", "/knowledge"),
    ],
)
def test_each_class_says_when_to_come_back(slow, client, method, path):
    client.force_login(bring_on().administrator)
    answers = [getattr(client, method)(path) for _ in range(3)]

    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert int(answers[-1]["Retry-After"]) > 0


def test_one_person_does_not_use_up_anothers_pace(slow):
    cast = bring_on()
    for user in (cast.agent, cast.colleague):
        browser = Client()
        browser.force_login(user)
        assert [browser.get("/desk/customers").status_code for _ in range(2)] != [429, 429]


def test_an_export_is_limited_for_all_together(slow, monkeypatch):
    path = r"/desk/.*download"
    rare = pacing.Paced("export", ("GET",), path, Limit("t-e", 99, 60), Limit("t-all", 1, 60))
    monkeypatch.setattr(pacing, "PAGES", (rare,))
    cast, codes = bring_on(), []
    for user in (cast.agent, cast.colleague):
        browser = Client()
        browser.force_login(user)
        codes.append(browser.get("/desk/data/wizard/01a21c1b-35d6-723a-9aca-b48e21884232/mapping?download").status_code)
        codes.append(browser.get("/desk/x/download").status_code)

    assert 429 not in codes  # an address that leads nowhere costs nothing and counts for nothing


def test_health_is_never_limited(slow, client):
    assert {client.get("/healthz").status_code for _ in range(5)} == {200}


def test_zero_is_no_limit(slow, client, settings):
    settings.FOYER_RATE_SCALE = 0

    assert {client.get("/knowledge").status_code for _ in range(5)} == {200}


def test_every_class_is_in_the_documents():
    from foyer.config.env import PROJECT

    page = (PROJECT / "docs" / "security.md").read_text()
    for one in pacing.PAGES:
        assert f"| {one.name} |" in page, one.name
