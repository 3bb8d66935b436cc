"""Letting a data set out: hidden well enough, agreed to by two, ended on its day."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError

from foyer.base import clock, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import NotFound
from foyer.base.events import deliver_all
from foyer.base.text import Bilingual
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.consents import deciding
from foyer.privacy.deid import files, making, queries, releasing
from foyer.privacy.deid.datasets import Column, Releasable, releasable
from foyer.privacy.deid.jobs import end_releases
from foyer.privacy.errors import NoSuchDataset, NotOut, TooWeak
from foyer.privacy.gates import NoBasis
from foyer.privacy.models import Release
from foyer.privacy.tests.consenting import agree, officer, published_notice
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.errors import DataHasMoved, OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PURPOSE = "profiling"
State = Release.State


@pytest.fixture
def people(db: None, settings: Any, tmp_path: Path) -> list[Customer]:
    """Six who agreed, and a seventh who did not."""
    settings.HOME, settings.FOYER_LAKE = tmp_path, tmp_path / "lake"
    published_notice()
    found = [CustomerFactory() for _number in range(7)]
    for one in found[:6]:
        agree(one, PURPOSE)
    return found


@pytest.fixture
def dataset(people: list[Customer], monkeypatch: pytest.MonkeyPatch) -> Releasable:
    frame = pd.DataFrame(
        {
            "customer_id": [str(one.pk) for one in people],
            "born_on": [f"198{number}-05-17" for number in range(7)],
            "tier": ["gold", "plain"] * 3 + ["gold"],
            "said": [f"我叫张伟，手机1380013800{number}" for number in range(7)],
        }
    )
    found = Releasable(
        "trial",
        Bilingual("试", "trial"),
        (),
        (
            Column("customer_id", "token", Bilingual("假名", "pseudonym"), of="customer"),
            Column("born_on", "quasi", Bilingual("出生日期", "date of birth"), "day"),
            Column("tier", "sensitive", Bilingual("等级", "tier")),
            Column("said", "text", Bilingual("说的话", "words")),
        ),
        lambda engine: engine.frame(frame),
        known=lambda ids: {one: {"name": ["张伟"]} for one in ids},
    )
    monkeypatch.setitem(releasable, found.code, found)
    return found


@pytest.fixture
def analyst(db: None) -> Any:
    return UserFactory(username="analyst", role="analyst")


@pytest.fixture
def ask(dataset: Releasable, analyst: Any) -> Callable[..., Release]:
    def asked(**more: Any) -> Release:
        wanted = {
            "purpose": PURPOSE,
            "recipient": "Lab",
            "reason": "a study",
            "by": Actor.staff(analyst),
            "k": 2,
            "l": 2,
        }
        return releasing.ask_now(dataset.code, **{**wanted, "most_left_out": 0.0, **more})

    return asked


@pytest.fixture
def let_out(ask: Callable[..., Release]) -> Iterator[Callable[..., Release]]:
    """Asked by the analyst, agreed to by compliance."""
    second = officer("second")

    def agreed(**more: Any) -> Release:
        release = ask(**more)
        approvals.approve(_waiting(release), by=Actor.staff(second))
        release.refresh_from_db()
        return release

    yield agreed


def _waiting(release: Release) -> Any:
    found = approvals.pending(releasing.KIND, release.pk)
    assert found is not None
    return found


def _rows(release: Release) -> list[dict[str, Any]]:
    return pq.read_table(releasing.path_of(release)).to_pylist()


def test_what_is_prepared_is_measured_and_hidden(ask: Callable[..., Release], people: list[Customer]) -> None:
    release = ask()

    assert release.state == State.PREPARED
    assert (release.measured["rows"], release.measured["k"], release.measured["l"]) == (6, 6, 2)
    assert release.measured["recall"] == 1.0
    for row in _rows(release):
        assert row["born_on"] == "1980-1989"  # five years leave a group of one
        assert row["said"] == "我叫[姓名1]，手机[电话1]"
        assert row["customer_id"] not in {str(one.pk) for one in people}


def test_whoever_did_not_agree_to_the_purpose_is_not_in_it(ask: Callable[..., Release], people: list[Customer]) -> None:
    deciding.withdraw(people[0], PURPOSE, by=Actor.customer(people[0]))

    assert len(_rows(ask(l=1))) == 5


def test_without_a_basis_nothing_is_prepared(ask: Callable[..., Release]) -> None:
    with pytest.raises(NoBasis):
        ask(purpose="curiosity")

    assert not Release.objects.exists()


@pytest.mark.parametrize("weak", [{"k": 1}, {"l": 0}, {"lasts": timedelta(days=366)}, {"lasts": timedelta(0)}])
def test_too_little_is_refused(ask: Callable[..., Release], weak: dict[str, Any]) -> None:
    with pytest.raises(TooWeak):
        ask(**weak)


def test_it_is_a_job_that_can_be_cut_off_and_begun_again(
    ask: Callable[..., Release], dataset: Releasable, analyst: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while writing: the row still waits, nothing of the file counts, and the same job finishes it."""
    asked = {"purpose": PURPOSE, "recipient": "Lab", "reason": "a study", "by": Actor.staff(analyst), "k": 2}
    release = releasing.ask(dataset.code, **asked)
    assert release.state == State.PREPARING and not files.path_of(release).exists()
    monkeypatch.setattr(making.Watched, "wrote", _killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_waiting()
    release.refresh_from_db()
    assert (release.state, release.step) == (State.PREPARING, "writing")

    monkeypatch.undo()
    monkeypatch.setitem(releasable, dataset.code, dataset)
    making.make(release.pk)

    release.refresh_from_db()
    progress = queries.progress_of(release)
    assert progress is not None and (progress.done, progress.total, progress.state) == (6, 6, "finished")
    assert release.state == State.PREPARED and _rows(release)
    making.make(release.pk)  # once more is nothing more
    assert AuditEntry.objects.filter(act="privacy.release_prepared").count() == 1


def _killed(_watch: Any, _count: int) -> None:
    raise KeyboardInterrupt


def test_one_that_is_ended_meanwhile_is_not_finished(
    dataset: Releasable, analyst: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked = {"purpose": PURPOSE, "recipient": "Lab", "reason": "a study", "by": Actor.staff(analyst), "k": 2}
    release = releasing.ask(dataset.code, **asked)
    tell = making.Watched.wrote

    def ended(watch: Any, count: int) -> None:
        releasing.end(release.pk, by=SYSTEM)
        tell(watch, count)

    monkeypatch.setattr(making.Watched, "wrote", ended)
    making.make(release.pk)

    release.refresh_from_db()
    progress = queries.progress_of(release)
    assert release.state == State.ENDED and not release.token_key and progress and progress.state == "failed"
    assert not files.path_of(release).exists() and not files.part_of(release).exists()
    assert approvals.pending(releasing.KIND, release.pk) is None


def test_a_data_set_nobody_declared_is_refused(ask: Callable[..., Release], analyst: Any) -> None:
    with pytest.raises(NoSuchDataset):
        releasing.ask("salaries", purpose=PURPOSE, recipient="Lab", reason="-", by=Actor.staff(analyst))


def test_what_cannot_be_hidden_leaves_figures_and_no_file(ask: Callable[..., Release], tmp_path: Path) -> None:
    release = ask(k=7)

    assert release.state == State.UNFIT and release.measured["rows_before"] == 6
    assert not list(tmp_path.glob("releases/*.parquet")) and not release.token_key
    assert approvals.pending(releasing.KIND, release.pk) is None


def test_nothing_is_fetched_before_a_second_person_agreed(ask: Callable[..., Release], analyst: Any) -> None:
    release = ask()

    with pytest.raises(NotOut):
        releasing.fetch(release.pk, by=Actor.staff(analyst))
    with pytest.raises(OwnProposal):
        approvals.approve(_waiting(release), by=Actor.staff(analyst))


def test_the_database_itself_refuses_one_person_in_both_parts(ask: Callable[..., Release]) -> None:
    release = ask()

    with pytest.raises(IntegrityError):
        Release.objects.filter(pk=release.pk).update(decided_by=release.asked_by)


def test_once_agreed_it_is_fetched_and_each_fetch_stands_in_the_trail(
    let_out: Callable[..., Release], analyst: Any
) -> None:
    release = let_out()

    assert releasing.fetch(release.pk, by=Actor.staff(analyst)).is_file()
    kinds = set(AuditEntry.objects.filter(subject=f"release:{release.pk}").values_list("act", flat=True))
    assert kinds == {
        "privacy.release_asked",
        "privacy.release_prepared",
        "privacy.release_let_out",
        "privacy.release_fetched",
    }


def test_the_approver_sees_a_sample_and_that_is_recorded(ask: Callable[..., Release]) -> None:
    release = ask()

    rows = releasing.sample(release.pk, by=Actor.staff(officer()))

    assert len(rows) == 6 and set(rows[0]) == {"customer_id", "born_on", "tier", "said"}
    assert AuditEntry.objects.filter(act="privacy.release_sampled").count() == 1


def test_an_altered_file_is_neither_shown_nor_handed_out(let_out: Callable[..., Release], analyst: Any) -> None:
    release = let_out()
    with releasing.path_of(release).open("ab") as file:
        file.write(b"x")

    for verb in (releasing.fetch, releasing.sample):
        with pytest.raises(NotOut):
            verb(release.pk, by=Actor.staff(analyst))


def test_two_releases_name_the_same_people_differently(let_out: Callable[..., Release]) -> None:
    first, second = let_out(), let_out()

    assert not {row["customer_id"] for row in _rows(first)} & {row["customer_id"] for row in _rows(second)}


def test_a_declined_release_loses_its_file_and_its_key(
    ask: Callable[..., Release], django_capture_on_commit_callbacks: Any
) -> None:
    release = ask()

    with django_capture_on_commit_callbacks(execute=True):
        approvals.reject(_waiting(release), by=Actor.staff(officer()))
        deliver_all()

    release.refresh_from_db()
    assert release.state == State.REFUSED and not release.token_key
    assert not releasing.path_of(release).exists()


def test_on_its_last_day_key_and_file_go(
    let_out: Callable[..., Release], analyst: Any, django_capture_on_commit_callbacks: Any
) -> None:
    release, later = let_out(), let_out(lasts=timedelta(days=100))
    Release.objects.filter(pk=release.pk).update(ends_at=clock.now())

    with django_capture_on_commit_callbacks(execute=True):
        end_releases()

    release.refresh_from_db()
    assert release.state == State.ENDED and not release.token_key
    assert not releasing.path_of(release).exists() and releasing.path_of(later).exists()
    with pytest.raises(NotOut):
        releasing.fetch(release.pk, by=Actor.staff(analyst))


def test_what_waits_too_long_can_no_longer_be_let_out(ask: Callable[..., Release]) -> None:
    release = ask()
    request = _waiting(release)
    Release.objects.filter(pk=release.pk).update(ends_at=clock.now())

    assert releasing.end_those_due() == 1
    with pytest.raises(DataHasMoved):
        approvals.approve(request, by=Actor.staff(officer()))
    release.refresh_from_db()
    assert release.state == State.ENDED


def test_ending_twice_is_ending_once(let_out: Callable[..., Release]) -> None:
    release = let_out()
    releasing.end(release.pk, by=SYSTEM)
    releasing.end(release.pk, by=SYSTEM)

    assert AuditEntry.objects.filter(act="privacy.release_ended").count() == 1
    with pytest.raises(NotFound):
        releasing.end("00000000-0000-0000-0000-000000000000", by=SYSTEM)


def test_several_rows_of_one_person_are_one_person(
    ask: Callable[..., Release], people: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three people with four rows each: k = 3 is reached, k = 4 is not, however many rows there are."""
    ids = [str(one.pk) for one in people[:3] for _row in range(4)]
    frame = pd.DataFrame({"customer_id": ids, "month": [f"2026-0{row % 4 + 1}" for row in range(12)]})
    columns = (
        Column("customer_id", "token", Bilingual("假名", "pseudonym"), of="customer"),
        Column("month", "quasi", Bilingual("月份", "month"), "day"),
    )
    found = Releasable("trial", Bilingual("试", "trial"), (), columns, lambda engine: engine.frame(frame), is_many=True)
    monkeypatch.setitem(releasable, "trial", found)

    enough, too_few = ask(k=3, l=1), ask(k=4, l=1)

    assert (enough.measured["rows"], enough.measured["k"], enough.state) == (3 * 4, 3, State.PREPARED)
    assert {row["month"] for row in _rows(enough)} == {"2026-01", "2026-02", "2026-03", "2026-04"}
    assert too_few.state == State.UNFIT
