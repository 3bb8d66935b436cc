"""The first process makes the tests' database, the others copy it; what was made from other sources is not used."""

from pathlib import Path

import pytest

from foyer.operations import database, mould
from foyer.operations.mould import Mould
from foyer.operations.postgres import Embedded

pytestmark = pytest.mark.processes


def _make(name: str, settings: dict[str, dict[str, str]]) -> None:
    """As Django does."""
    template = settings["TEST"].get("TEMPLATE")
    with database.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f' TEMPLATE "{template}"' if template else ""))


def test_the_second_is_a_copy_of_the_first_and_new_sources_make_a_new_mould(home: Path) -> None:
    with Embedded(home):
        first, second, later = Mould(), Mould(), Mould()
        later.name = f"{mould.PREFIX}later"
        settings: list[dict[str, dict[str, str]]] = [{"TEST": {}} for _process in range(3)]

        for number, one in enumerate((first, second, later)):
            one.take(settings[number])
            _make(f"made_{number}", settings[number])
            one.leave(f"made_{number}")
            assert mould._names() == {one.name}

    assert settings == [{"TEST": {}}, {"TEST": {"TEMPLATE": first.name}}, {"TEST": {}}]
    assert first.name == second.name
