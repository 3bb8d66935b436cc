"""Jobs: a thin name around procrastinate, which keeps them in the same database as everything else."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper
from typing import Any, Generic, ParamSpec

import structlog
from asgiref.sync import async_to_sync
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

log = structlog.get_logger(__name__)

P = ParamSpec("P")
STALLED_AFTER_SECONDS = 30

_jobs: dict[str, Job[Any]] = {}


class Job(Generic[P]):
    """A function that can be called at once, or later by a job process."""

    def __init__(self, name: str, function: Callable[P, Any], attempts: int) -> None:
        self.name, self.function = name, function
        retry = RetryStrategy(max_attempts=attempts, exponential_wait=3)
        self._task: Any = app.task(name=name, retry=retry)(function)
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        return self.function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Run once the current transaction has committed; gives the job's number."""
        return self._defer(None, args, kwargs)

    def later_at(self, when: datetime, *args: P.args, **kwargs: P.kwargs) -> int:
        """Run at `when` or soon after."""
        return self._defer(when, args, kwargs)

    def _defer(self, when: datetime | None, args: Any, kwargs: Any) -> int:
        values = inspect.signature(self.function).bind(*args, **kwargs).arguments
        return int(self._task.configure(schedule_at=when).defer(**values))


def job(name: str, *, attempts: int = 5) -> Callable[[Callable[P, Any]], Job[P]]:
    """Make a function a job. When it fails it is tried again after 3, 9, 27 … seconds, `attempts` times in all."""

    def wrap(function: Callable[P, Any]) -> Job[P]:
        known = _jobs.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"two jobs are named {name}")
        made = Job(name, function, attempts)
        _jobs[name] = made
        return made

    return wrap


def run_waiting() -> int:
    """Run every job that is due in this process, now: for tests and for tools without a job process."""
    count = 0
    for row in ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id"):
        if row.task_name in _jobs and (row.scheduled_at is None or row.scheduled_at <= timezone.now()):
            _jobs[row.task_name](**row.args)
            _finish(row.id)
            count += 1
    return count


def _finish(job_id: int) -> None:
    finish = async_to_sync(app.job_manager.finish_job_by_id_async)
    finish(job_id=job_id, status=Status.SUCCEEDED, delete_job=False)


def rescue_stalled() -> int:
    """Give the jobs of killed processes back to the living; returns how many."""
    find = async_to_sync(app.job_manager.get_stalled_jobs)
    stalled = list(find(seconds_since_heartbeat=STALLED_AFTER_SECONDS))
    for lost in stalled:
        log.warning("job_rescued", job=lost.id, name=lost.task_name)
        async_to_sync(app.job_manager.retry_job)(lost)
    return len(stalled)


def forget_old(hours: int = 14 * 24) -> None:
    """Delete the rows of jobs that ended long ago, whatever their end."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True)
