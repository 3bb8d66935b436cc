"""Wherever a run is cut off, the next start brings exactly the right rows: none lost, none doubled."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from foyer.base.actors import SYSTEM
from foyer.base.engine.testing import lake  # noqa: F401
from foyer.config.env import PROJECT
from foyer.customers.intake import run
from foyer.customers.models import IntakeRun, LandedFile, QuarantinedRow
from foyer.customers.tests.intake_bank import mapping, state, write_accounts, write_people

ENTITIES = ("party", "contact_point", "account", "account_party")
CHILD = """
import sys, django
from django.conf import settings
django.setup()
settings.FOYER_LAKE = sys.argv[2]
from foyer.config.env import PROJECT
from foyer.base.actors import SYSTEM
from foyer.customers.intake import run
from foyer.customers.tests.intake_bank import mapping
run(mapping("full"), at=sys.argv[1], by=SYSTEM, resolve=False, tell=lambda step: print(step, flush=True))
"""


class Killed(BaseException):
    """The end of a process: nothing that catches errors sees it."""


def at_step(number: int) -> Callable[[str], None]:
    """A `tell` that dies at the n-th thing it is told, counting from 0."""
    told = itertools.count()

    def tell(_step: str) -> None:
        if next(told) >= number:
            raise Killed

    return tell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    write_people(folder, range(1, 21), p4="4,too few", p7="7,,女,13800000007,")
    write_accounts(folder, range(1, 11))
    return folder


def check_all_is_right() -> None:
    people = [str(n) for n in range(1, 21) if n not in (4, 7)]
    assert sorted(row["source_key"] for row in state("party")) == sorted(people)
    assert sorted(row["_origin"] for row in state("contact_point")) == sorted(people)
    assert sorted(row["account_key"] for row in state("account")) == sorted(f"A{n}" for n in range(1, 11))
    links = sorted(row["party_key"] for row in state("account_party"))
    assert links == sorted(str(n) for n in range(1, 11) if n not in (4, 7))
    assert not any(row["_gone_at"] for entity in ENTITIES for row in state(entity, gone=True))
    assert LandedFile.objects.count() == 2
    assert QuarantinedRow.objects.filter(entity="party").count() == 1
    assert [each.rows for each in LandedFile.objects.order_by("table")] == [10, 19]
    assert [each.aside for each in LandedFile.objects.order_by("table")] == [0, 1]


@pytest.mark.django_db
@pytest.mark.usefixtures("lake")
def test_dying_at_every_step_in_turn_loses_and_doubles_nothing(folder: Path) -> None:
    deaths = 0
    while True:
        try:
            run(mapping(), at=str(folder), by=SYSTEM, resolve=False, tell=at_step(deaths % 13))
            break
        except Killed:
            deaths += 1
            assert deaths < 200

    assert deaths > 10
    assert IntakeRun.objects.filter(stage=IntakeRun.Stage.DONE).count() >= 1
    check_all_is_right()


@pytest.mark.django_db
@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize("seed", range(4))
def test_dying_anywhere_while_files_change_ends_as_without_dying(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        try:
            run(mapping(), at=str(folder), by=SYSTEM, resolve=False, tell=at_step(chance.randint(0, 25)))
        except Killed:
            write_people(folder, range(chance.randint(1, 5), 21))
    write_people(folder, range(3, 19), p5="5,陈新名,男,13911110000,")

    run(mapping(), at=str(folder), by=SYSTEM, resolve=False)

    people = state("party")
    assert [row["source_key"] for row in people] == sorted(str(n) for n in range(3, 19))
    assert next(row["name"] for row in people if row["source_key"] == "5") == "陈新名"
    assert len(state("contact_point")) == 16
    assert len({row["record_id"] for row in state("party", gone=True)}) == len(state("party", gone=True))


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_outright_is_taken_up_again(folder: Path, lake: Path) -> None:  # noqa: F811
    chance = random.Random(7)
    for _ in range(3):
        child = start(folder, lake)
        steps = chance.randint(2, 18)
        for _line in range(steps):
            if not child.stdout or not child.stdout.readline():
                break
        time.sleep(chance.random() / 50)
        child.send_signal(signal.SIGKILL)
        child.wait()

    assert start(folder, lake).wait(120) == 0
    check_all_is_right()


def start(folder: Path, lake: Path) -> subprocess.Popen[str]:  # noqa: F811
    given = connection.settings_dict
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "foyer.config.settings", "FOYER_LOG_LEVEL": "ERROR"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    host = f"host={given['HOST']}&port={given['PORT']}&user={given['USER']}&password={given['PASSWORD']}"
    environment["DATABASE_URL"] = f"postgresql:///{given['NAME']}?{host}"
    command = [sys.executable, "-c", CHILD, str(folder), str(lake)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
