"""Jobs are deferred with the action; sweeps run once a tick; progress can be watched."""

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from foyer.base import clock, jobs
from foyer.base.actors import SYSTEM
from foyer.base.jobs import Progress, beating, job, periodic, sweeps
from foyer.base.jobs.models import SweepState

pytestmark = pytest.mark.django_db

done: list[str] = []


@job("test.greet")
def greet(name: str, times: int = 1) -> str:
    done.extend([name] * times)
    return name


@pytest.fixture(autouse=True)
def _quiet(db):
    """No job is waiting: a test that really commits leaves its jobs, since flushing does not know their table."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    done.clear()
    kept = dict(sweeps)
    sweeps.clear()
    yield
    sweeps.clear()
    sweeps.update(kept)


def test_a_job_can_be_called_at_once_or_later():
    assert greet("now") == "now"

    greet.later("later", times=2)
    assert done == ["now"]
    assert jobs.run_waiting() == 1
    assert jobs.run_waiting() == 0
    assert done == ["now", "later", "later"]


def test_a_job_of_an_action_that_failed_never_runs():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        greet.later(name="never")
        raise ZeroDivisionError

    assert jobs.run_waiting() == 0


def test_a_job_for_a_later_hour_waits():
    greet.later_at(clock.now() + timedelta(hours=1), name="in an hour")

    assert jobs.run_waiting() == 0
    assert ProcrastinateJob.objects.get().task_name == "test.greet"


def test_wrong_arguments_are_noticed_by_the_action_not_by_the_job():
    with pytest.raises(TypeError):
        greet.later(nmae="typo")


def test_two_jobs_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two jobs"):

        @job("test.greet")
        def other() -> None: ...


def test_the_job_of_a_killed_process_is_done_by_another():
    greet.later(name="rescued")
    manager = app.job_manager
    killed = async_to_sync(manager.register_worker)()
    async_to_sync(manager.fetch_job)(queues=None, worker_id=killed)
    assert jobs.run_waiting() == jobs.rescue_stalled() == 0

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert jobs.rescue_stalled() == 1

    assert jobs.run_waiting() == 1
    assert done == ["rescued"]


def test_a_sweep_runs_once_in_each_interval():
    runs = []
    periodic("test.count", every_seconds=5)(lambda: runs.append(clock.now()))

    with clock.at(clock.now()):
        for _second in range(11):
            jobs.run_due(clock.now())
            clock.advance(seconds=1)

    assert len(runs) == 3


def test_a_failing_sweep_is_noted_and_holds_up_no_other():
    runs = []
    periodic("test.broken", every_seconds=5)(lambda: 1 // 0)
    periodic("test.whole", every_seconds=5)(lambda: runs.append(1))

    jobs.run_due(clock.now())

    state = SweepState.objects.get(pk="test.broken")
    assert (state.failed_count, state.last_error[:17]) == (1, "ZeroDivisionError")
    assert runs == [1]


@pytest.mark.django_db(transaction=True)
def test_one_tick_is_run_by_one_process_and_never_beside_itself():
    runs, started, go_on, together = [], Event(), Event(), Barrier(2)

    def slow():
        runs.append(1)
        started.set()
        go_on.wait(10)

    periodic("test.slow", every_seconds=1)(slow)
    now = clock.now()
    counts = []

    def relay():
        together.wait()
        counts.append(jobs.run_due(now))
        if not counts[-1]:  # the loser comes back at the next tick, while the winner is still at it
            started.wait(10)
            counts.append(jobs.run_due(now + timedelta(seconds=30)))
            go_on.set()
        connections.close_all()

    relays = [Thread(target=relay) for _ in range(2)]
    for thread in relays:
        thread.start()
    for thread in relays:
        thread.join()

    assert len(runs) == 1
    assert sorted(counts) == [0, 0, 1]
    assert jobs.run_due(now + timedelta(seconds=60)) == 1


def test_progress_is_a_row_that_a_person_can_watch():
    progress = Progress.start("test.import", total=10, by=SYSTEM)
    assert progress.share == 0

    progress.advance(4)
    assert (Progress.recent("test.import")[0].share, str(progress)) == (0.4, "test.import 4/10")

    progress.finish()
    progress.advance(5)
    assert (progress.state, progress.done) == ("finished", 4)


def test_a_failed_run_says_why():
    progress = Progress.start("test.import", total=None, by=SYSTEM)

    progress.fail("the file ends in the middle of line 7")

    assert progress.share is None
    assert Progress.recent("test.import")[0].note == "the file ends in the middle of line 7"


def test_a_killed_job_is_told_as_stopped_and_may_go_on():
    with clock.at(clock.now()):
        killed, alive = (Progress.start(name, total=9, by=SYSTEM) for name in ("test.killed", "test.alive"))
        killed.leave()  # as its process took the promise with it
        clock.advance(seconds=80)
        assert (beating.beat(), beating.tell_stopped()) == (1, 0)

        clock.advance(seconds=20)
        assert (beating.beat(), beating.tell_stopped(), beating.tell_stopped()) == (1, 1, 0)
        killed.refresh_from_db()
        alive.refresh_from_db()
        assert (killed.state, killed.finished_at, alive.state) == ("stopped", clock.now(), "running")

        killed.advance(3)  # the job was given to another process
        assert (killed.state, killed.done, killed.finished_at, beating.beat()) == ("running", 3, None, 2)
        killed.finish()
        alive.fail("no room left")
        assert beating.beat() == 0


def test_what_ended_elsewhere_is_spoken_for_no_longer():
    progress = Progress.start("test.elsewhere", total=1, by=SYSTEM)
    Progress.objects.filter(pk=progress.pk).update(state="finished")

    assert (beating.beat(), progress.pk in beating._held) == (0, False)
