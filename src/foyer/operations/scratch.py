"""A house beside the house: empty, with a database of its own, gone afterwards. Drills bring backups back into it.

Nothing of it reaches the real one: it has its own folder and its own PostgreSQL (also where the house is given one by
DATABASE_URL), no log server, and nobody who sends anything.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from foyer.config.env import embedded_url, env, socket_folder
from foyer.operations.postgres import Embedded
from foyer.operations.problem import Problem
from foyer.operations.words import _

NOT_PASSED_ON = ("DATABASE_URL", "FOYER_AUDIT_FOLDER", "FOYER_AUDIT_SYSLOG", "FOYER_PORT", "FOYER_STARTED")
BESIDE = ("audit", "erasures")
"""Folders that no backup holds, since they are kept elsewhere: the anchors of the trail and the book of erasures."""


class Scratch:
    """`with Scratch("D2026-001-restore", go_on) as scratch:` — `go_on` is asked often and raises when it is enough."""

    def __init__(self, name: str, go_on: Callable[[], None]) -> None:
        self.folder = env.home / "drills" / name
        self.home = self.folder / "home"
        self.archive = self.folder / "house.foyer"
        self.go_on = go_on

    def __enter__(self) -> "Scratch":
        self.clear()
        self.folder.mkdir(mode=0o700, parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def furnish(self) -> None:
        """An empty house, with what is kept apart from backups as it is when the loss is declared."""
        self.home.mkdir(mode=0o700)
        for name, place in zip(BESIDE, (env.audit_folder, env.home / "erasures"), strict=True):
            if place.exists():
                shutil.copytree(place, self.home / name)

    def clear(self) -> None:
        """Nothing is left of it, whatever became of it."""
        if self.home.exists():
            Embedded(self.home).stop()
        for folder in (self.folder, socket_folder(self.home)):
            shutil.rmtree(folder, ignore_errors=True)
        with_others = self.folder.parent
        if with_others.exists() and not any(with_others.iterdir()):
            with_others.rmdir()

    def rebuild(self) -> None:
        """The damaged machine is wiped; an empty one takes its place."""
        Embedded(self.home).stop()
        shutil.rmtree(self.home)
        self.furnish()

    @contextmanager
    def running(self) -> Iterator[None]:
        with Embedded(self.home):
            yield

    def foyer(self, *words: str) -> None:
        """One of the operator's own commands, in this house. Raises Problem with its last line when it fails."""
        said = self.folder / "said"
        with said.open("wb") as log:
            command = [sys.executable, "-m", "foyer", *words]
            process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                while process.poll() is None:
                    self.go_on()
                    time.sleep(0.25)
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait(60)
        if process.returncode:
            lines = said.read_text(errors="replace").strip().splitlines() or ["?"]
            raise Problem(_("{program} failed: {reason}").format(program=f"foyer {words[0]}", reason=lines[-1]))

    @property
    def environment(self) -> dict[str, str]:
        passed_on = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        return {**passed_on, "FOYER_HOME": str(self.home), "FOYER_LOG_LEVEL": "ERROR"}

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(embedded_url(self.home), autocommit=True, connect_timeout=10)
