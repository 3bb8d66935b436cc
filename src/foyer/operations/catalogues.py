"""The rooms' translations, compiled: every `.po` of the house becomes one `.mo` in FOYER_HOME/locale.

Django would look for a `.mo` in each room; made there, it would be a built file among sources, and impossible where
Foyer is installed read-only. When two rooms translate the same words, the first in the order of the rooms' names
wins.
"""

import os
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed

from foyer.config.env import env
from foyer.operations import stamps

SOURCES = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"
DOMAINS = ("django", "djangojs")


def sources(domain: str = "django") -> list[Path]:
    return sorted(SOURCES.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/{domain}.po"))


def compile_changed(home: Path | None = None) -> bool:
    """Compile if a `.po` is not as it was; True when something was done."""
    home = home or env.home
    if are_current(home):
        return False
    for domain in DOMAINS:
        _compile(home, domain)
        translation_file_changed(None, _target(home, domain))  # what this process has read already is old now
    stamps.keep(home, "catalogues", _wanted())
    return True


def in_memory() -> GNUTranslations:
    """The house's catalogue where no file can be written."""
    file = BytesIO()
    write_mo(file, _merged(sources()))
    file.seek(0)
    return GNUTranslations(file)


def are_current(home: Path) -> bool:
    return stamps.is_fresh(home, "catalogues", _wanted())


def _wanted() -> str:
    return stamps.of_files(path for domain in DOMAINS for path in sources(domain))


def _compile(home: Path, domain: str) -> None:
    target = _target(home, domain)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, _merged(sources(domain)))
    draft.replace(target)


def _target(home: Path, domain: str) -> Path:
    return home / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"


def _merged(paths: list[Path]) -> Catalog:
    house = Catalog(locale="zh_Hans_CN", fuzzy=False)
    for path in paths:
        for message in read(path):
            if message.id and message.string and not message.fuzzy and house.get(message.id, message.context) is None:
                house.add(message.id, message.string, context=message.context, flags=message.flags)
    return house


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN", abort_invalid=True)
