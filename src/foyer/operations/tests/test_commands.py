"""`foyer COMMAND`: what an installed package can do, and which measurements there are."""

from pathlib import Path

import pytest

from foyer.config.env import PROJECT
from foyer.operations import cli
from foyer.operations.commands import bench


@pytest.mark.parametrize("command", ["check", "test", "lock", "translate", "bench"])
def test_what_needs_the_sources_says_so_in_an_installed_package(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "PROJECT", tmp_path)

    assert cli.main([command, *(["replay"] if command == "bench" else [])]) == 1
    assert "works on Foyer's sources" in capsys.readouterr().err


def test_every_measurement_has_its_section_in_the_docs() -> None:
    told = (PROJECT / "docs/measuring.md").read_text()

    assert bench.names()
    assert [name for name in bench.names() if f"`./foyer bench {name}" not in told] == []
