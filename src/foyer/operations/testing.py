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
from foyer.operations.mould import Mould

AUDIT = pytest.StashKey[Path]()
STANDING: list[House] = []
"""The house that this process has up, if any."""


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool, mould: Mould
) -> Iterator[None]:
    """Before the test database is made: have the server running. Each xdist worker has a database of its own."""
    with database.held():
        if env.is_embedded:
            given = {key: env.database[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
            connections["default"].settings_dict.update(given)
            if not django_db_keepdb:
                mould.take(connections["default"].settings_dict)
        yield


@pytest.fixture(scope="session")
def mould() -> Mould:
    return Mould()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, mould: Mould) -> None:
    """Tests that commit empty every table when they are done; the trail, which refuses, lets it happen here alone."""
    from foyer.security.audit import guards

    with django_db_blocker.unblock():
        connections["default"].close()
        mould.leave(connections["default"].settings_dict["NAME"])
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
        STANDING.append(running)
        yield running
        STANDING.clear()


@contextmanager
def house_in(folder: Path, **settings: str) -> Iterator[House]:
    """A house of a story's own, with settings of its own."""
    for step in [folder, *folder.parents][:3]:
        step.chmod(step.stat().st_mode | 0o011)  # the embedded database's account must pass
    small = {"FOYER_DEMO_DAYS": "0", "FOYER_DEMO_PEOPLE": "100", "FOYER_RATE_LIMITS": "0", **settings}
    with House(folder, demo=True, settings=small) as running:
        yield running


@contextmanager
def started_anew(house: Any, *, demo: bool = True, for_good: bool = False, **settings: str) -> Iterator[House]:
    """The house as it stands, with settings of a story's own: to build another takes a minute and a half."""
    if not isinstance(house, House):
        pytest.skip("FOYER_TEST_HOUSE is not ours to stop")
    before = house.demo, house.settings
    house.stop()
    house.demo, house.settings = demo, {**house.settings, **settings}
    house.start()
    yield house
    if not for_good:
        house.stop()
        house.demo, house.settings = before
        house.start()
