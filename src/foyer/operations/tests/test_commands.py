"""`foyer COMMAND`: what an installed package can do, and which measurements there are."""

from pathlib import Path

import pytest

from foyer.config.env import PROJECT
from foyer.operations import checks, cli
from foyer.operations.commands import bench
from foyer.operations.commands import test as test_command


@pytest.mark.parametrize("command", ["check", "test", "lock", "translate", "bench"])
def test_what_needs_the_sources_says_so_in_an_installed_package(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "PROJECT", tmp_path)

    assert cli.main([command, *(["replay"] if command == "bench" else [])]) == 1
    assert "works on Foyer's sources" in capsys.readouterr().err


@pytest.mark.parametrize(("checked", "tested", "status"), [(True, 0, 0), (False, 0, 1), (True, 2, 2)])
def test_the_tests_run_after_the_checks_and_either_can_fail_the_whole(
    checked: bool, tested: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "run", lambda _report, **_how: checked)
    monkeypatch.setattr(test_command, "_pytest", lambda _home, _words: tested)

    assert cli.main(["test"]) == status


def test_every_measurement_has_its_section_in_the_docs() -> None:
    told = (PROJECT / "docs/measuring.md").read_text()

    assert bench.names()
    assert [name for name in bench.names() if f"`./foyer bench {name}" not in told] == []
