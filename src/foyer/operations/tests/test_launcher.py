"""`./foyer` finds Python, from anywhere and by any name, or says in a sentence that there is none."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from foyer.config.env import PROJECT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The launcher in a folder with a space, beside stand-ins for its installer and environment."""
    folder = tmp_path / "a bank 厅堂"
    (folder / "src/foyer/operations").mkdir(parents=True)
    shutil.copy(PROJECT / "foyer", folder / "foyer")
    (folder / "src/foyer/operations/install.py").write_text("import sys; print('install', sys.argv[2])")
    return folder


def _program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)


def _start(command: Path, *words: str, path: str = os.defpath) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "LANG": "C.UTF-8"}
    return subprocess.run([command, *words], capture_output=True, text=True, env=environment, cwd="/", check=False)


def test_without_a_new_python_it_says_so(checkout: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (tools / name).symlink_to(shutil.which(name) or "")
    _program(tools / "python3", "exit 1")

    result = _start(checkout / "foyer", "demo", path=str(tools))

    assert result.returncode == 1
    assert "Foyer needs Python 3.11 or newer" in result.stderr
    assert "厅堂需要 Python 3.11" in result.stderr


@pytest.mark.parametrize("by_link", [False, True])
def test_it_hands_its_words_on_from_any_folder_and_link(checkout: Path, tmp_path: Path, by_link: bool) -> None:
    _program(
        checkout / ".venv/bin/python",
        f'case "$1" in -m) echo "ran $*" "$PYTHONPATH" ;; *) exec {shutil.which("python3")} "$@" ;; esac',
    )
    command = checkout / "foyer"
    if by_link:
        (tmp_path / "link").symlink_to(command)
        command = tmp_path / "link"

    result = _start(command, "bench", "a b")

    assert result.stdout.splitlines() == ["install bench", f"ran -m foyer bench a b {checkout}/src"]
