"""`foyer drills`: planned in a colleague's name, played once agreed and while the house runs, reported in figures."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from foyer.base.actors import Actor
from foyer.operations import drills_words, state
from foyer.operations.problem import Problem
from foyer.security import jobs
from foyer.security.drills import planning, queries
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Any]:
    cast = bring_on()
    return {
        "planner": UserFactory(username="weian", role="security_administrator", unit=cast.head_office),
        "other": UserFactory(username="dengfang", role="compliance", unit=cast.head_office),
        "agent": cast.agent,
    }


def say(verb: str, **given: Any) -> int:
    usual = {"scenarios": False, "at": "", "hours": 1, "lead": "", "reason": "", "inject": [], "file": None,
             "language": ""}  # fmt: skip
    return drills_words.run(argparse.Namespace(verb=verb, **{**usual, **given}))


def plan(people: dict[str, Any]) -> str:
    say("plan", scenario="forged-webhook", by="weian")
    return str(queries.drills()[0].number)


def test_a_plan_waits_for_a_second_person_at_the_desk(people: dict[str, Any], monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(state, "read", lambda _home: state.Note(processes={"jobs-1": 1}))
    number = plan(people)

    with pytest.raises(Problem, match=r"agreed|同意"):
        say("play", number=number, by="weian")

    assert number in capsys.readouterr().out
    assert say("list") == 0 and number in capsys.readouterr().out
    assert say("list", scenarios=True) == 0 and "database-restore" in capsys.readouterr().out


def test_who_may_not_plan_may_not_here_either(people: dict[str, Any]) -> None:
    with pytest.raises(Problem):
        say("plan", scenario="forged-webhook", by=people["agent"].username)
    with pytest.raises(Problem, match="nobody-here"):
        say("plan", scenario="forged-webhook", by="nobody-here")
    with pytest.raises(Problem):
        say("plan", scenario="no-such-scenario", by="weian")
    with pytest.raises(Problem):
        say("report", number="D1999-001")


def test_a_drill_is_played_by_the_job_process_and_reported(
    people: dict[str, Any], monkeypatch: Any, capsys: Any, tmp_path: Path
) -> None:
    number = plan(people)
    drill = queries.numbered(number)
    approvals.approve(approvals.pending(planning.KIND, drill.pk), by=Actor.staff(people["other"]))
    with pytest.raises(Problem, match="does not run"):
        say("play", number=number, by="weian")
    monkeypatch.setattr(state, "read", lambda _home: state.Note(processes={"jobs-1": 1}))
    monkeypatch.setattr(type(jobs.play_inject), "later", lambda _job, inject_id: jobs.play_inject(inject_id))
    monkeypatch.setattr(drills_words, "POLL_SECONDS", 0)

    status = say("play", number=number, by="weian")

    drill.refresh_from_db()
    told = capsys.readouterr().out
    assert status == 1 and drill.state == "stopped"  # nobody noticed, so the goal was missed
    assert "refused 3" in told or "被拒 3" in told
    assert say("report", number=number, file=tmp_path / "report.pdf") == 0
    assert (tmp_path / "report.pdf").read_bytes()[:5] == b"%PDF-"
    with pytest.raises(Problem):
        say("report", number=number, file=tmp_path / "none" / "report.pdf")
