"""Labelled sets: read with every fault told, played without a trace, held against what was before."""

import argparse
import json
from pathlib import Path

import pytest

from foyer.assistant.evaluation.errors import SetUnreadable
from foyer.assistant.evaluation.playing import Outcome
from foyer.assistant.evaluation.queries import intents_version, objections
from foyer.assistant.evaluation.reporting import as_markdown
from foyer.assistant.evaluation.running import evaluate
from foyer.assistant.evaluation.sets import read_set
from foyer.assistant.intents import promoting
from foyer.assistant.intents.errors import SpokenAgainst
from foyer.assistant.models import AssistantSession, EvaluationRun, IntentVersion, Turn
from foyer.base.actors import SYSTEM
from foyer.base.events.models import OutboxFact
from foyer.conversations.models import Conversation, Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.operations.assistant_words import evaluate as command
from foyer.operations.problem import Problem
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
SET = """
name: cards
at_least: {answers: 0.5}
answers:
  - {text: 我的卡丢了, article: card-lost}
  - {text: where is my pet dinosaur, refuse: true}
intents:
  - {text: 挂失, intent: card_lost}
dialogues:
  - name: lost, then a person
    turns:
      - {say: 我的卡丢了, expect: {kind: answer, article: card-lost}}
      - {say: 转人工, expect: {kind: hand_over, reason: asked}}
"""


@pytest.fixture(autouse=True)
def hall():
    QueueFactory(unit=bring_on().branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)


def written(folder: Path, text: str = SET, name: str = "set.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def knows(_text: str) -> tuple[str, float]:
    return "card_lost", 0.9


def test_every_kind_of_case_is_played_and_nothing_stays(tmp_path):
    facts = OutboxFact.objects.count()

    report = evaluate(read_set(written(tmp_path)), by=SYSTEM, seen=knows)

    assert {kind: (one.hits, one.count) for kind, one in report.shares.items()} == {
        "answers": (2, 2), "intents": (1, 1), "dialogues": (1, 1),
    }  # fmt: skip
    assert report.is_fit and EvaluationRun.objects.count() == 1
    left = (Conversation, Message, Turn, AssistantSession)
    assert not any(model.objects.exists() for model in left) and OutboxFact.objects.count() == facts


def test_a_dialogue_tells_the_first_turn_that_went_another_way(tmp_path):
    text = SET.replace("{kind: answer, article: card-lost}}", "{kind: offer}}")

    (wrong,) = [
        one for one in evaluate(read_set(written(tmp_path, text)), by=SYSTEM, seen=knows).outcomes if not one.is_right
    ]

    assert wrong.found == "turn 1: kind answer instead of offer"


def test_a_floor_that_is_missed_speaks_against_the_version(tmp_path):
    text = "answers:\n  - {text: 我的卡丢了, article: branch-hours}\nat_least: {answers: 0.9}\n"

    report = evaluate(read_set(written(tmp_path, text)), by=SYSTEM, keep=True)

    assert not report.is_fit and "90.0%" in report.worse[0]
    assert not EvaluationRun.objects.filter(is_baseline=True).exists()
    assert "branch-hours" in as_markdown(report)


def test_a_version_that_loses_more_than_chance_explains_is_refused(tmp_path, monkeypatch):
    wanted = read_set(written(tmp_path))
    outcomes = {True: [], False: []}
    for is_good in outcomes:
        outcomes[is_good] = [Outcome("answers", str(n), is_good or n > 7, "a", "b") for n in range(40)]
    monkeypatch.setattr("foyer.assistant.evaluation.running.play", lambda _set, seen: outcomes[True])
    assert evaluate(wanted, by=SYSTEM, keep=True).is_fit

    monkeypatch.setattr("foyer.assistant.evaluation.running.play", lambda _set, seen: outcomes[False])
    report = evaluate(wanted, by=SYSTEM, keep=True)

    assert (len(report.lost), len(report.won)) == (8, 0) and report.p < 0.01
    assert EvaluationRun.objects.get(is_baseline=True).results["answers 0"] is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("answers: [", "expected"),
        ("- 1", "a mapping"),
        ("{}", "no case"),
        ("answers:\n  - {text: x}", "answers 1: either article or refuse"),
        ("answers:\n  - {article: x}", "answers 1: text is missing"),
        ("wishes: []", "wishes: not known"),
        ("intents:\n  - {text: x}", "intents 1: text and intent"),
        ("dialogues:\n  - {name: x}", "dialogues 1: turns are missing"),
        ("dialogues:\n  - turns: [{say: x, expect: {kind: shout}}]", "turn 1: expect.kind: one of"),
        ("dialogues:\n  - turns: [{say: x, expect: {mood: good}}]", "expect.mood: not known"),
        ("answers:\n  - {text: x, article: y}\nat_least: {answers: 2}", "at_least"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path, text, told):
    with pytest.raises(SetUnreadable) as refused:
        read_set(written(tmp_path, text))

    assert any(told in line for line in refused.value.told)


def test_a_csv_of_questions_is_a_set_too(tmp_path):
    path = written(tmp_path, "text,article,refuse\n我的卡丢了,card-lost,\nhow old is the moon,,yes\n", "questions.csv")

    wanted = read_set(path)

    assert wanted.name == "questions" and [one.refuse for one in wanted.answers] == [False, True]


def test_the_command_writes_a_report_and_says_how_it_ended(tmp_path, capsys):
    text = SET.replace("intents:\n  - {text: 挂失, intent: card_lost}\n", "")
    path, told = written(tmp_path, text), tmp_path / "report.json"
    options = argparse.Namespace(set=path, report=told, intents=0, baseline=False)

    assert command(options) == 0

    found = json.loads(told.read_text(encoding="utf-8"))
    assert found["fit"] and found["figures"]["dialogues"]["share"] == 1.0
    assert "cards" in capsys.readouterr().out
    with pytest.raises(Problem, match="no-such"):
        command(argparse.Namespace(set=tmp_path / "no-such.yaml", report=None, intents=0, baseline=False))


def test_a_version_of_intents_that_a_set_speaks_against_is_not_proposed(tmp_path):
    version = IntentVersion.objects.create(number=3, state=IntentVersion.State.READY)
    wanted = read_set(written(tmp_path, "intents:\n  - {text: 挂失, intent: card_lost}\nat_least: {intents: 0.9}\n"))
    evaluate(wanted, by=SYSTEM, version=intents_version(3), seen=lambda _text: ("balance", 0.9))

    with pytest.raises(SpokenAgainst):
        promoting.propose(version.number, by=SYSTEM)

    evaluate(wanted, by=SYSTEM, version=intents_version(3), seen=knows)
    assert objections(intents_version(3)) == []
