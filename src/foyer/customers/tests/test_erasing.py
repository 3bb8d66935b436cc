"""One person goes, everywhere in this room, and nobody else does."""

from pathlib import Path

import pytest

from foyer.base.actors import SYSTEM
from foyer.base.engine import open_engine
from foyer.base.engine.testing import Once, lake  # noqa: F401
from foyer.base.lake import Dataset, saving
from foyer.customers.erasing import (
    KINDS,
    ORDER,
    Person,
    counted,
    counted_in_lake,
    person_of,
    removed,
    removed_from_lake,
    shown,
    shown_from_lake,
)
from foyer.customers.intake import run
from foyer.customers.models import SourceRecord
from foyer.customers.models.records import record_id
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.tests.intake_bank import mapping, write_accounts, write_people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]


@pytest.fixture(scope="module")
def folder(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of ten people, which have been taken in."""
    folder = tmp_path_factory.mktemp("in")
    write_people(folder, range(1, 11))
    write_accounts(folder, range(1, 6))
    once.make(lambda _engine: run(mapping(), at=str(folder), by=SYSTEM))
    return folder


@pytest.fixture
def third(folder: Path, once: Once, db: None, lake: Path) -> Person:  # noqa: F811
    once.share(lake)
    return person_of(SourceRecord.objects.get(pk=record_id("core", "3")).customer_id)


def all_removed(person: Person) -> dict[str, int]:
    return {group: removed_from_lake(person, group) for group in ORDER}


def everything() -> str:
    """Every row of every dataset, as text."""
    said = []
    with open_engine() as engine:
        for name in saving.names():
            said.append(f"{name}: {engine.arrow(Dataset(name).read(engine)).to_pylist()}")
    return "\n".join(said)


def test_the_person_may_have_what_is_said_of_them_and_no_secret() -> None:
    customer = CustomerFactory(name="陈思远", phone="13800138000")

    rows = shown(person_of(customer.pk), "customers")

    assert rows[0]["name"] == "陈思远" and "phone_index" not in rows[0] and "search_keys" not in rows[0]


def test_merged_customers_are_one_person() -> None:
    first, second, other = CustomerFactory(), CustomerFactory(), CustomerFactory()
    type(first).objects.filter(pk=second.pk).update(merged_into=first)

    assert set(person_of(first.pk).customers) == set(person_of(second.pk).customers) == {first.pk, second.pk}
    assert other.pk not in person_of(first.pk).customers


def test_a_person_is_found_in_the_lake_and_leaves_it_as_they_came_in(third: Person) -> None:
    assert "13800000003" in everything() and "A3" in everything()

    assert counted_in_lake(third, "current") >= 4 and counted_in_lake(third, "raw") == 2
    assert any(row["dataset"] == "customers.account" for row in shown_from_lake(third, "current"))
    gone = all_removed(third)

    left = everything()
    assert gone["raw"] == 2 and gone["converted"] >= 4 and gone["derived"] >= 1
    assert "13800000003" not in left and "'A3'" not in left and str(record_id("core", "3")) not in left
    assert "13800000004" in left and "'A4'" in left


def test_what_every_later_file_brought_of_the_person_goes_too(third: Person, folder: Path) -> None:
    write_people(folder, range(1, 12), p3="3,王新名,男,13811112222,")
    run(mapping(), at=str(folder), by=SYSTEM)

    all_removed(person_of(third.customers[0]))

    assert "13800000003" not in everything() and "13811112222" not in everything()


def test_files_can_still_be_converted_anew_part_by_part(third: Person) -> None:
    all_removed(third)

    raw = Dataset("customers.raw.core.people")
    with open_engine() as engine:
        (part,) = raw.manifest().parts
        assert engine.count(raw.read_part(engine, part)) == 9


def test_the_rows_of_the_tables_go_and_those_of_others_stay(third: Person) -> None:
    assert counted(third, "records") == 1 and counted(third, "holdings") == 1
    before = SourceRecord.objects.count()

    for kind in KINDS:
        removed(third, kind)

    assert all(counted(third, kind) == 0 for kind in KINDS)
    assert SourceRecord.objects.count() == before - 1


def test_removing_twice_finds_nothing_the_second_time(third: Person) -> None:
    all_removed(third)

    assert not any(all_removed(third).values())
