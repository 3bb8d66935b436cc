"""What an operator reads in the terminal, in either language."""

from argparse import Namespace
from pathlib import Path

import pytest
from django.utils import translation

from foyer.base.engine.testing import lake  # noqa: F401
from foyer.customers.tests.intake_bank import MAPPING, write_accounts, write_people
from foyer.operations import cli, intake_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]


@pytest.fixture
def options(tmp_path: Path) -> Namespace:
    write_people(tmp_path, range(1, 6), p3="3,too few", p4="4,,女,13800000004,")
    write_accounts(tmp_path, range(1, 3))
    (tmp_path / "core.yaml").write_text(MAPPING.replace("MODE", "full"), encoding="utf-8")
    return Namespace(file=tmp_path / "core.yaml", at=None, rows=100, source="", last=5)


def test_a_check_shows_rows_quality_and_what_is_set_aside(
    options: Namespace, capsys: pytest.CaptureFixture[str]
) -> None:
    with translation.override("en"):
        assert intake_words.check(options)

    said = capsys.readouterr().out
    assert "the mapping of Core banking is sound" in said
    assert "people → party" in said and "3 of 4 rows pass" in said
    assert "people, line 4: the number of columns is not that of the header; the line is set aside." in said


def test_the_history_shows_each_run(options: Namespace, capsys: pytest.CaptureFixture[str]) -> None:
    from foyer.base.actors import SYSTEM
    from foyer.customers.intake import run
    from foyer.customers.sources import read

    run(read(options.file), by=SYSTEM, resolve=False)
    with translation.override("zh-hans"):
        intake_words.history(options)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].split()[0] == "core" and "已完成" in lines[1]


def test_chinese_columns_stand_under_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    intake_words.table([["文件", "x"], ["ab", "y"], ["长长的名字", "z"]])

    assert capsys.readouterr().out.splitlines() == ["  文件        x", "  ab          y", "  长长的名字  z"]


def test_the_command_is_listed_and_asks_for_a_verb(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["intake"])

    assert "foyer intake" in capsys.readouterr().err
