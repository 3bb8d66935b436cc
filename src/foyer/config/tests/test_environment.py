"""Settings from the environment: one table, clear refusals, keys that nobody else can read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from foyer.config import keys
from foyer.config.env import PROJECT, VARIABLES, Environment, embedded_url, socket_folder
from foyer.config.variables import WrongSetting
from foyer.operations import configuration_page

NOT_SETTINGS = {"FOYER_PROCESS", "FOYER_STARTED", "FOYER_TEST_HOUSE"}  # between our own programs and tests


def test_every_variable_in_the_sources_is_in_the_table() -> None:
    sources = [path for path in (PROJECT / "src").rglob("*.py") if "tests" not in path.parts]
    read = {
        name
        for path in sources
        for name in re.findall(r"""(?:environ\.get\(|environ\[|getenv\()["'](FOYER_\w+)""", path.read_text())
    }

    assert read - NOT_SETTINGS <= {row.name for row in VARIABLES}


def test_every_variable_has_a_meaning_and_one_row() -> None:
    assert all(row.meaning.endswith(".") for row in VARIABLES)
    assert len({row.name for row in VARIABLES}) == len(VARIABLES)


def test_the_page_says_what_the_table_says() -> None:
    assert configuration_page.PATH.read_text() == configuration_page.page()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FOYER_PORT", "http", "FOYER_PORT is 'http'; it must be a whole number from 0 to 65535."),
        ("FOYER_PORT", "70000", "FOYER_PORT is '70000'"),
        ("FOYER_PRODUCTION", "yes", "FOYER_PRODUCTION is 'yes'; it must be 0 or 1."),
        ("FOYER_LOG_LEVEL", "LOUD", "it must be one of DEBUG, INFO, WARNING, ERROR."),
        ("FOYER_BANK_NAME", "/", "FOYER_BANK_NAME is '/'; it must be a Chinese and an English name parted by /."),
        ("DATABASE_URL", "mysql://root@localhost/bank", "DATABASE_URL must begin with postgresql://"),
        ("FOYER_EMAIL_URL", "mail.bank.example", "FOYER_EMAIL_URL must look like"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(name, value)
    environment = Environment()

    with pytest.raises(WrongSetting, match=re.escape(sentence)):
        _ = environment.port, environment.production, environment.log_level, environment.database, environment.email
        _ = environment.bank_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("江城银行/River Bank", {"zh": "江城银行", "en": "River Bank"}),
        ("江城银行 / River Bank", {"zh": "江城银行", "en": "River Bank"}),
        ("River Bank", {"zh": "River Bank", "en": "River Bank"}),
    ],
)
def test_the_banks_name_is_given_in_one_or_two_languages(
    monkeypatch: pytest.MonkeyPatch, written: str, name: dict[str, str]
) -> None:
    monkeypatch.setenv("FOYER_BANK_NAME", written)

    assert Environment().bank_name == name


def test_a_database_address_keeps_all_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://foyer:p%40ss@db.bank.example:6432/bank?sslmode=verify-full")

    found = Environment().database

    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("foyer", "p@ss", "db.bank.example")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == ("6432", "bank", {"sslmode": "verify-full"})


def test_a_socket_path_never_gets_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)

    assert len(str(socket_folder(deep) / ".s.PGSQL.5432")) < 104
    assert socket_folder(deep) != socket_folder(tmp_path / ("y" * 100))
    assert str(socket_folder(deep)) in embedded_url(deep).replace("%20", " ")


def test_keys_are_made_once_for_the_owner_only(tmp_path: Path) -> None:
    first = keys.field_keys(tmp_path / "keys")

    assert keys.field_keys(tmp_path / "keys") == first
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys/field-1").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["field-1"]


def test_processes_starting_together_agree_on_the_key(tmp_path: Path) -> None:
    code = (
        f"from pathlib import Path; from foyer.config import keys; print(keys.field_keys(Path({str(tmp_path)!r}))['1'])"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env={"PYTHONPATH": str(PROJECT / "src")})
        for _ in range(4)
    ]

    assert len({process.communicate()[0] for process in started}) == 1


def test_a_new_key_joins_the_ring(tmp_path: Path) -> None:
    keys.field_keys(tmp_path)
    (tmp_path / "field-2").write_text(keys.new_field_key())

    assert list(keys.field_keys(tmp_path)) == ["1", "2"]
