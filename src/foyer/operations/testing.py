"""What every test stands on: the database, the translations, and a whole running house for those that need one.

The tests run against DATABASE_URL, or against the embedded server of FOYER_HOME, which is started when it does not run.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from foyer.config.env import env
from foyer.operations import catalogues, database, emptying
from foyer.operations.house import House

AUDIT = pytest.StashKey[Path]()
SHARE_THE_HOUSE = tuple(
    f"tests/test_{name}.py"
    for name in (
        "story", "intents_story", "lost_card", "upset_story", "accessibility", "knowledge",
        "searching", "speech", "replay", "chaos",
    )
)  # fmt: skip
"""In this order: the story counts on lines that nobody has stood in before, chaos kills. Whoever adds a file that asks
for `house` adds it here, or another process builds a second one, which takes a minute and a half."""


def pytest_configure(config: pytest.Config) -> None:
    """Translations compiled, static files by their plain names, uploads out of the way, passwords hashed quickly."""
    catalogues.compile_changed()
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = storages
    settings.WHITENOISE_AUTOREFRESH = True  # looks for a file when asked, needs none collected
    settings.FOYER_AUDIT_FOLDER = config.stash[AUDIT] = Path(tempfile.mkdtemp(prefix="foyer-audit-"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash.get(AUDIT, ""), ignore_errors=True)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file runs in one process; those that share the whole house run in the same one."""
    from xdist.scheduler import LoadFileScheduling

    class WithTheHouse(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return "house" if file in SHARE_THE_HOUSE else file

    return WithTheHouse(config, log)


@pytest.hookimpl(wrapper=True)  # after all others have put them in order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Those of the house come first, since they take longest."""
    yield
    items.sort(key=lambda item: _place(item.nodeid.partition("::")[0]))


def _place(file: str) -> int:
    return SHARE_THE_HOUSE.index(file) if file in SHARE_THE_HOUSE else len(SHARE_THE_HOUSE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Before the test database is made: have the server running. Each xdist worker has a database of its own."""
    with database.held():
        if env.is_embedded:
            given = {key: env.database[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
            connections["default"].settings_dict.update(given)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit empty every table when they are done; the trail, which refuses, lets it happen here alone."""
    from foyer.security.audit import guards

    with django_db_blocker.unblock():
        guards.may_be_emptied("default")
    emptying.install()


@pytest.fixture(autouse=True)
def _the_banks_language() -> None:
    """A command that spoke to an operator in its own process leaves no language behind for the next test."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that really commits leaves its jobs: emptying the tables does not know theirs."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or "transactional_db" in request.fixturenames):
        with request.getfixturevalue("django_db_blocker").unblock(), connections["default"].cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole house as `./foyer demo` starts it, in processes, with its own home and database.

    FOYER_TEST_HOUSE=http://… uses a demo that already runs: quicker while one story is being written.
    """
    given = os.environ.get("FOYER_TEST_HOUSE")
    if given:
        yield cast(House, SimpleNamespace(url=given))  # stories ask it for its address only
        return
    with house_in(tmp_path_factory.mktemp("house")) as running:
        yield running


@contextmanager
def house_in(folder: Path, **settings: str) -> Iterator[House]:
    """A house of a story's own, with settings of its own."""
    for step in [folder, *folder.parents][:3]:
        step.chmod(step.stat().st_mode | 0o011)  # the embedded database's account must pass
    small = {"FOYER_DEMO_DAYS": "0", "FOYER_DEMO_PEOPLE": "100", "FOYER_RATE_LIMITS": "0", **settings}
    with House(folder, demo=True, settings=small) as running:
        yield running
