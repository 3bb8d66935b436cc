"""Quality and sources: worst first, with trend and alerts; seen by who watches, started by who manages."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils.translation import override

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.customers.models import IntakeRun, QualityScore, RegisteredSource
from foyer.customers.quality.scores import judge
from foyer.desk.source_titles import title
from foyer.desk.views import data_quality
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ["/desk/data", "/desk/data/sources"]
SOURCE = """source: crm
title: CRM
owner: Retail
basis: contract
purpose: serving customers
from: {folder: .}
tables:
  people:
    file: people.csv
    key: id
    gives: [{party: {source_key: id, name: name, kind: {is: person}}}]
"""


@pytest.fixture
def analyst(at_desk, cast):
    return at_desk(UserFactory(role="analyst", unit=cast.branch))


@pytest.fixture
def scored(cast):
    today = clock.now().date()
    for back, failed in ((9, 10), (0, 80)):
        for field in ("name", "born_on"):
            QualityScore.objects.create(
                run=uuid4(), source="core", table="t", entity="party", field=field, rule="readable",
                dimension="validity", on=today - dt.timedelta(days=back), checked=1000,
                failed=failed if field == "name" else 0,
            )  # fmt: skip
    judge("core")


def registered(number=1):
    IntakeRun.objects.bulk_create(
        IntakeRun(source="crm", state="failed", stage="store", by=str(SYSTEM), mapping=SOURCE, problem="No space left.")
        for _ in range(number)
    )
    return RegisteredSource.objects.get_or_create(code="crm", defaults={"text": SOURCE, "changed_by": "system"})[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_with_nothing_in_it(analyst, page):
    assert analyst.get(page).status_code == 200


def test_the_overview_says_its_conclusion_and_leads_on(analyst, scored):
    body = analyst.get("/desk/data").content.decode()

    assert "core" in body
    assert "96.0" in body
    assert "/desk/data/quality/core" in body
    assert "/desk/data/pairs" not in body


def test_one_source_shows_the_worst_field_first_and_an_alert(analyst, scored):
    answer = analyst.get("/desk/data/quality/core")

    assert [score.field for score in answer.context["wanting"]] == ["name"]
    assert [score.field for score in answer.context["clean"]] == ["born_on"]
    assert len(answer.context["alerts"]) >= 1
    assert answer.context["change"] < 0


def test_days_without_a_run_have_no_point(scored, analyst):
    chart = analyst.get("/desk/data").context["chart"]

    assert len(chart["days"]) == data_quality.DAYS
    assert [value for value in chart["series"][0]["values"] if value is not None] == [99.5, 96.0]


def test_a_source_shows_its_runs_and_where_they_stopped(analyst):
    registered()

    body = analyst.get("/desk/data/sources/crm").content.decode()

    assert "No space left." in body
    assert body.count('<li class="done">') == 2
    assert '<li class="failed">' in body
    assert "data-start=" not in body


def test_only_who_manages_sources_starts_a_run(at_desk, cast, analyst, jobs_of):
    registered()
    path = "/desk/do/data/sources/crm/start"

    assert analyst.post(path).status_code == 403
    assert at_desk(cast.administrator).post(path).status_code == 200
    assert jobs_of("customers.take_in") == [{"code": "crm", "by": f"staff:{cast.administrator.pk}"}]


def test_a_source_that_runs_is_not_started_again(at_desk, cast):
    registered()
    IntakeRun.objects.update(state="running")

    answer = at_desk(cast.administrator).post("/desk/do/data/sources/crm/start")

    assert (answer.status_code, answer.json()["code"]) == (409, "intake_busy")


@pytest.mark.parametrize("path", ["/desk/data/quality/none", "/desk/data/sources/none"])
def test_what_is_not_there_is_not_found(analyst, path):
    assert analyst.get(path).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, "/desk/data/quality/core", "/desk/data/sources/crm"])
def test_who_does_not_watch_quality_is_turned_away(at_desk, cast, scored, path):
    assert at_desk(cast.agent).get(path).status_code == 403


@pytest.mark.parametrize("page", ["/desk/data", "/desk/data/sources", "/desk/data/sources/crm"])
def test_a_page_costs_the_same_for_few_and_for_many(analyst, scored, page, django_assert_max_num_queries):
    registered(12)
    IntakeRun.objects.update(state="running")

    with django_assert_max_num_queries(46):
        assert analyst.get(page).status_code == 200


@pytest.fixture
def jobs_of():
    """The arguments of the jobs of a name that wait."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return lambda name: [job.args for job in ProcrastinateJob.objects.filter(task_name=name)]


def test_the_example_source_is_drawn(analyst):
    text = (Path(__file__).parents[4] / "examples/sources/berka.yaml").read_text(encoding="utf-8")
    RegisteredSource.objects.create(code="berka", text=text, changed_by="system")

    assert "berka" in analyst.get("/desk/data/sources/berka").content.decode()


def test_a_source_is_named_by_its_title_not_by_its_code(analyst, scored):
    titled = SOURCE.replace("source: crm", "source: core").replace(
        "title: CRM", "title: {zh: 核心系统, en: Core banking}"
    )
    RegisteredSource.objects.create(code="core", text=titled, changed_by="system")

    for page in ("/desk/data", "/desk/data/quality/core"):
        shown = analyst.get(page).content.decode()
        assert "核心系统" in shown
        assert ">core<" not in shown and "· core" not in shown


def test_the_front_door_and_websites_have_names_of_their_own():
    with override("en"):
        assert title("foyer", {}) == "Front door"
        assert title("web:shop", {}) == "Website: shop"
        assert title("older", {}) == "older"
