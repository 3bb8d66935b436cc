"""A run brings in what is new, once, and says what is gone and what it could not read."""

from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import translation

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.engine.testing import Once, lake  # noqa: F401
from foyer.base.jobs import Progress
from foyer.customers.assessing import code_of
from foyer.customers.intake import IntakeBusy, datasets, run
from foyer.customers.intake.history import set_aside
from foyer.customers.models import IntakeRun, LandedFile, QuarantinedRow, RegisteredSource
from foyer.customers.models.records import record_id
from foyer.customers.sources import MappingNotValid, parse, queries, registry
from foyer.customers.tests.intake_bank import MAPPING, mapping, person, state, write_accounts, write_people
from foyer.privacy.tests.assessing import approve_assessment
from foyer.security.risks import assessments
from foyer.security.risks.errors import AssessmentNeeded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    write_people(folder, range(1, 11))
    write_accounts(folder, range(1, 6))


@pytest.fixture(scope="module")
def run_of(once: Once, tmp_path_factory: pytest.TempPathFactory) -> IntakeRun:
    folder = tmp_path_factory.mktemp("in")
    fill(folder)
    return once.make(lambda _engine: take_in(folder))


@pytest.fixture
def first(run_of: IntakeRun, once: Once, lake: Path) -> IntakeRun:  # noqa: F811
    """The run that has taken in what `folder` holds."""
    once.share(lake)
    return run_of


def take_in(folder: Path, mode: str = "full", **more: object) -> IntakeRun:
    return run(mapping(mode), at=str(folder), by=SYSTEM, resolve=False, **more)


def test_an_empty_second_phone_gives_no_contact_point(folder: Path) -> None:
    write_people(folder, range(1, 3), p2=person(2, "13911112222"))

    take_in(folder)

    assert [row["value"] for row in state("contact_point")] == ["+8613800000001", "+8613800000002", "+8613911112222"]


def test_a_value_that_changed_takes_the_place_of_the_old_one(folder: Path) -> None:
    take_in(folder, "incremental")
    write_people(folder, [3], "people_2.csv", p3="3,陈新名,女,13977778888,")

    take_in(folder, "incremental")

    assert [row["name"] for row in state("party") if row["source_key"] == "3"] == ["陈新名"]
    assert [row["value"] for row in state("contact_point") if row["party_key"] == "3"] == ["+8613977778888"]
    assert len(state("party")) == 10


def test_of_two_new_files_the_later_one_counts(folder: Path) -> None:
    write_people(folder, [3], "people_2.csv", p3="3,陈新名,女,13977778888,")

    take_in(folder, "incremental")

    assert [row["name"] for row in state("party") if row["source_key"] == "3"] == ["陈新名"]


def test_a_missing_column_is_named_with_its_line(folder: Path) -> None:
    (folder / "people.csv").write_text("no,nam,sex,phone,phone2\n1,王,男,1,\n")

    with translation.override("en"):
        with pytest.raises(MappingNotValid) as refused:
            take_in(folder)

        assert "line 14: the table people has no column name. Did you mean nam?" in str(refused.value)
    assert IntakeRun.objects.get().state == IntakeRun.State.FAILED


def test_a_source_runs_once_at_a_time(folder: Path) -> None:
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('foyer intake core', 0))")

    with pytest.raises(IntakeBusy):
        take_in(folder)

    other.close()
    assert take_in(folder).state == IntakeRun.State.FINISHED


def test_a_contract_that_ended_lets_nothing_in(folder: Path) -> None:
    third = "third_party: {provider: Bureau, contract: C-1, refresh_days: 30, ends_on: 2024-12-31}\nfrom:"
    source = parse(MAPPING.replace("MODE", "full").replace("from:", third), file="core.yaml")

    with pytest.raises(registry.ContractEnded):
        run(source, at=str(folder), by=SYSTEM)

    assert not IntakeRun.objects.exists()


def test_nothing_of_a_third_party_is_taken_in_before_its_assessment_is_approved(folder: Path) -> None:
    third = "third_party: {provider: Bureau, contract: C-1, refresh_days: 30}\nfrom:"
    source = parse(MAPPING.replace("MODE", "full").replace("from:", third), file="core.yaml")

    with pytest.raises(AssessmentNeeded):
        run(source, at=str(folder), by=SYSTEM)

    assert not IntakeRun.objects.exists()
    missing = {subject: there for subject, _code, _name, there in assessments.needed()}
    assert missing[f"source:{source.code}"] is False

    approve_assessment(code_of(source.code), f"source:{source.code}")
    assert run(source, at=str(folder), by=SYSTEM, resolve=False).stage == "done"


def test_a_source_that_is_due_is_run_by_a_job(folder: Path) -> None:
    from foyer.base import jobs
    from foyer.customers.intake.jobs import start_what_is_due

    daily = parse(MAPPING.replace("MODE", "full").replace("from:", "schedule: daily 02:00\nfrom:"), file="core.yaml")
    registry.register(daily, by=SYSTEM, at=str(folder))
    due = RegisteredSource.objects.get().due_at
    assert due is not None

    with clock.at(due):
        start_what_is_due()
        start_what_is_due()

    assert RegisteredSource.objects.get().due_at > due
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'customers.take_in'")
        assert cursor.fetchone() == (1,)
    jobs.run_waiting()
    assert IntakeRun.objects.get().stage == IntakeRun.Stage.DONE


def test_rows_become_the_standards_and_keep_where_they_came_from(first: IntakeRun) -> None:
    one = state("party")[0]
    assert (one["source_key"], one["sex"], one["source"]) == ("1", "M", "core")
    assert (one["_file"], one["_row"], one["_run"]) == ("people.csv", 2, first.id.hex)
    assert one["record_id"] == str(record_id("core", "1"))
    assert [row["product"] for row in state("account")] == [row["name"] for row in state("party")][:1] + [
        row["name"] for row in state("party")[2:6]
    ]


def test_the_same_file_again_changes_nothing(first: IntakeRun, folder: Path) -> None:
    before = {entity: datasets.state(entity).manifest().version for entity in ("party", "contact_point", "account")}

    again = take_in(folder)

    assert again.counts == {} and again.state == IntakeRun.State.FINISHED
    assert LandedFile.objects.count() == 2
    assert {entity: datasets.state(entity).manifest().version for entity in before} == before


def test_what_a_whole_table_no_longer_has_is_gone(first: IntakeRun, folder: Path) -> None:
    write_people(folder, range(2, 11), p3=person(3, "13911112222"))

    take_in(folder)

    assert [row["source_key"] for row in state("party", gone=True) if row["_gone_at"]] == ["1"]
    assert len(state("party")) == 9
    assert "+8613911112222" in {row["value"] for row in state("contact_point")}


def test_a_broken_line_is_set_aside_and_nothing_counts_as_gone(first: IntakeRun, folder: Path) -> None:
    write_people(folder, range(1, 11), p4="4,too few", p5='5,"open quote,男,13800000005,')
    with (folder / "people.csv").open("ab") as file:
        file.write("11,何".encode())

    done = take_in(folder)

    assert [(line.line, line.reason) for line in set_aside(done)] == [(5, "columns"), (6, "quote"), (12, "cut_short")]
    assert len(state("party")) == 10
    assert not any(row["_gone_at"] for row in state("party", gone=True))


def test_a_row_that_is_held_back_does_not_undo_what_was(first: IntakeRun, folder: Path) -> None:
    write_people(folder, range(1, 11), p4="4,,女,13800000004,")

    done = take_in(folder)

    assert QuarantinedRow.objects.filter(run=done.id, entity="party").count() == 1
    assert len(state("party")) == 10


def test_a_changed_mapping_reads_what_has_landed_anew(first: IntakeRun, folder: Path) -> None:
    changed = parse(MAPPING.replace("MODE", "full").replace("sex: sex}", "sex: sex, segment: {is: gold}}"), file="c")

    run(changed, at=str(folder), by=SYSTEM, resolve=False)

    assert {row["segment"] for row in state("party")} == {"gold"}
    assert LandedFile.objects.count() == 2


def test_a_run_shows_its_progress_and_knows_its_source(first: IntakeRun) -> None:
    assert Progress.objects.get(pk=first.progress).done == 15
    assert queries.trust() == {"core": 50}
    assert queries.source("core").owner == "Data office"


def test_a_source_switched_off_is_left_alone(first: IntakeRun, folder: Path) -> None:
    registry.switch_off("core", by=SYSTEM)

    with pytest.raises(registry.SourceOff):
        take_in(folder)

    registry.switch_on("core", by=SYSTEM)
    assert take_in(folder).state == IntakeRun.State.FINISHED
