"""One run of a source: land, convert, check and store, resolve, publish.

Each stage can be begun again: what it did already is known by its name and not done twice. The run's row says which
stage it is in. A run that was killed, or failed, is taken up again by the next start, at that stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.jobs import Progress
from foyer.customers.assessing import check_source
from foyer.customers.intake import stages
from foyer.customers.intake.alone import alone
from foyer.customers.intake.work import Tell, Work, nobody
from foyer.customers.models import IntakeRun
from foyer.customers.sources import registry
from foyer.customers.sources.shapes import Source

log = structlog.get_logger(__name__)

Stage = IntakeRun.Stage
ORDER: Mapping[str, Callable[[Work], None]] = {
    Stage.LAND: stages.land,
    Stage.CONVERT: stages.convert,
    Stage.STORE: stages.store,
    Stage.RESOLVE: stages.resolve,
    Stage.PUBLISH: stages.publish,
}


def run(
    source: Source, *, at: str | None = None, by: Actor, tell: Tell = nobody, resolve: bool = True, **edges: Any
) -> IntakeRun:
    """Take in what is new in a source. `at` is another folder for its files; `tell` hears of every step.

    With `resolve` false it ends when the rows are stored: for several sources in turn, of which the last resolves.
    A run that did not end is finished first. Raises IntakeBusy, MappingNotValid, AssessmentNeeded, and what connectors
    and lake refuse.
    """
    registry.may_run(source)
    with alone(source.code):
        registry.register(source, by=by, at=at or "")
        check_source(source)
        unfinished = _unfinished(source)
        if unfinished is not None:
            resumed = _go(Work(_resume(unfinished), source, _place(at, unfinished), tell, resolve, edges))
            if resumed.counts["resumed_at"] == Stage.LAND:
                return resumed
        return _go(Work(_begin(source, at, by), source, at, tell, resolve, edges))


def _unfinished(source: Source) -> IntakeRun | None:
    """The last run, if it did not end. With another mapping by now it lands and converts anew."""
    last = IntakeRun.objects.filter(source=source.code).order_by("-started_at", "-id").first()
    if last is None or last.stage == Stage.DONE:
        return None
    if last.mapping != source.text:
        last.mapping, last.stage = source.text, Stage.LAND
    return last


def _place(at: str | None, run: IntakeRun) -> str | None:
    return at if at is not None else run.at or None


def _begin(source: Source, at: str | None, by: Actor) -> IntakeRun:
    return IntakeRun.objects.create(source=source.code, mapping=source.text, at=at or "", by=str(by))


def _resume(run: IntakeRun) -> IntakeRun:
    run.state, run.problem = IntakeRun.State.RUNNING, ""
    run.resumed_count += 1
    run.counts["resumed_at"] = run.stage
    run.save()
    return run


def _go(work: Work) -> IntakeRun:
    run = work.run
    run.progress = work.progress.pk
    try:
        while run.stage != Stage.DONE:
            _stage(work)
    except Exception as error:
        _fail(run, work.progress, error)
        raise
    run.state, run.finished_at = IntakeRun.State.FINISHED, clock.now()
    run.save()
    work.progress.finish(run.source)
    return run


def _stage(work: Work) -> None:
    """One stage, and then the note that it is done."""
    run, names = work.run, [*ORDER, Stage.DONE]
    work.tell(f"{run.stage}")
    ORDER[run.stage](work)
    work.tell(f"{run.stage} done")
    run.stage = names[names.index(run.stage) + 1]
    run.save()


def _fail(run: IntakeRun, progress: Progress, error: Exception) -> None:
    """Note why, in words that hold no personal data: a refusal's own, else the error's kind."""
    problem = str(error.message) if isinstance(error, Refusal) else type(error).__name__
    run.state, run.problem = IntakeRun.State.FAILED, problem[:400]
    run.save()
    progress.fail(problem)
    log.warning("intake_failed", source=run.source, run=str(run.id), stage=run.stage, error=type(error).__name__)
