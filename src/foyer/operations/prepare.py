"""What must be ready before the first page: front-end libraries, translations, tables, static files.

Each step compares the fingerprint of its inputs with the one it last ended on, and does nothing when they agree;
that is why a second start takes seconds.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from sysconfig import get_path

from foyer.config.env import env
from foyer.operations import catalogues, database, install, stamps
from foyer.operations.problem import Problem
from foyer.operations.words import _

Say = Callable[[str], None]


def everything(say: Say) -> None:
    """Bring all of it up to date; the database must be running."""
    for folder in ("files", "keys", "run", "logs"):
        (env.home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    catalogues.compile_changed()
    _page_libraries()
    tables(say)
    static_files(say)


def _page_libraries() -> None:
    """For an installed package; `./foyer` has already seen to it in a checkout."""
    folder = env.page_libraries
    if (folder / "package.json").exists() and folder != env.home / "pages":
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (folder / name).write_bytes((files("foyer.config") / "pages" / name).read_bytes())
    try:
        install.page_libraries(folder, Path(sys.executable).parent)
    except install.Failed as failure:
        raise Problem(str(failure)) from failure


def tables(say: Say) -> None:
    """Migrate, unless this database already has every migration that these sources have."""
    if tables_are_current():
        return
    say(_("Bringing the tables up to date"))
    manage("migrate", "--no-input", "--verbosity=0")
    stamps.keep(env.home, "migrations", _tables_wanted())


def tables_are_current() -> bool:
    return bool(database.migrations_applied()) and stamps.is_fresh(env.home, "migrations", _tables_wanted())


def static_files(say: Say) -> None:
    """Collect scripts, styles and pictures, with compressed copies and names that change with their content."""
    if static_files_are_current():
        return
    say(_("Collecting the pages' scripts and styles"))
    shutil.rmtree(env.home / "static", ignore_errors=True)
    manage("collectstatic", "--no-input", "--verbosity=0", "--ignore=*.map")
    stamps.keep(env.home, "static", _static_wanted())


def static_files_are_current() -> bool:
    return (env.home / "static").exists() and stamps.is_fresh(env.home, "static", _static_wanted())


def manage(*arguments: str, capture: bool = False, environment: dict[str, str] | None = None) -> str:
    """Run one of Django's commands in a process of its own, so that starting needs no Django in memory."""
    result = subprocess.run(
        [sys.executable, "-m", "foyer", "manage", *arguments],
        check=False,
        text=True,
        stdout=subprocess.PIPE if capture else None,
        env={**os.environ, **(environment or {})},
    )
    if result.returncode:
        raise Problem(
            _("The step `manage {step}` failed; its message is above.").format(step=arguments[0]),
            _("`./foyer doctor` looks for the cause."),
        )
    return result.stdout or ""


def _tables_wanted() -> str:
    """The migrations of the sources and of the packages, and those that this very database has had."""
    sources = stamps.of_files(catalogues.SOURCES.glob("*/migrations/*.py"))
    return stamps.fingerprint(sources, _packages(), env.database_url, database.migrations_applied())


def _static_wanted() -> str:
    own = (path for folder in catalogues.SOURCES.glob("*/static") for path in folder.rglob("*"))
    return stamps.fingerprint(
        stamps.of_files(own), stamps.of_files([env.page_libraries / "package-lock.json"]), _packages()
    )


def _packages() -> str:
    """What is installed beside Foyer: other packages bring tables and static files too."""
    return stamps.fingerprint(*sorted(path.name for path in Path(get_path("purelib")).glob("*.dist-info")))
