"""Generating the sources and running their intake, like an operator would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.config.env import PROJECT, env
from foyer.customers import intake, sources
from foyer.demo.sources.generating import DATABASE, TRUTH, generate
from foyer.demo.sources.growing import relive

ORDER = ("core", "cards", "app")
GROWING = "app"
Tell = Callable[[str | Promise], None]  # words in whichever language the listener speaks


def take_in(people: int, *, days: int = 0, folder: Path | None = None, tell: Tell = lambda step: None) -> None:
    """The three systems of a bank of so many people, up to the customers' pages. The last run resolves who is who.

    With `days`, the mobile bank has been taken in on so many days before today.
    """
    folder = folder or home()
    if not (folder / TRUTH).exists():
        tell(format_lazy(_("Writing the systems of a bank of {people} people"), people=people))
        generate(folder, people, clock.now().date())
        if days:
            tell(format_lazy(_("Taking in the mobile bank as it was on the last {days} days"), days=days))
            relive(folder / DATABASE, days, lambda: _run(folder, GROWING, resolve=False))
    for name in ORDER:
        tell(format_lazy(_("Taking in: {source}"), source=sources.read(mapping(name)).title))
        _run(folder, name, resolve=name == ORDER[-1])


def _run(folder: Path, name: str, *, resolve: bool) -> None:
    intake.run(sources.read(mapping(name)), at=place(folder, name), by=SYSTEM, resolve=resolve)


def home() -> Path:
    return env.home / "demo" / "sources"


def place(folder: Path, name: str) -> str | None:
    """Where a system's files are; the app's database says so by its environment variable."""
    return None if name == GROWING else str(folder / name)


def mapping(name: str) -> Path:
    """The mapping file: beside this file in an installed package, else in the checkout."""
    file = f"demo-{name}.yaml"
    installed = Path(__file__).parents[1] / "mappings" / file
    return installed if installed.exists() else PROJECT / "examples" / "sources" / file
