"""Writes the demo bank's systems to a folder, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from foyer.demo.sources.app import App
from foyer.demo.sources.bank import Bank, bank
from foyer.demo.sources.cards import Cards
from foyer.demo.sources.core import Core
from foyer.demo.sources.movements import write_movements
from foyer.demo.sources.writing import Truth, write_csv

TRUTH, DATABASE = "truth.csv", "app.db"


def generate(folder: Path, people: int, today: date) -> int:
    """All three systems under `folder`, and who is who in `truth.csv`; how many movements there are."""
    made, truth = bank(people, today), Truth()
    for name in ("core", "cards"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    count = _core(made, truth, folder / "core")
    cards = Cards(made)
    cards.gather(truth)
    cards.write(folder / "cards")
    app = App(made)
    app.gather(truth)
    app.write(folder / DATABASE)
    write_csv(folder / TRUTH, truth.rows, "utf-8")
    return count


def _core(made: Bank, truth: Truth, folder: Path) -> int:
    core = Core(made)
    core.gather(truth)
    count = write_movements(core.accounts, folder, made.today)
    core.write(folder)
    return count
