"""Which packages an installation follows: its lock, and the optional parts it was asked for once."""

from pathlib import Path

import pytest

from foyer.operations import install


def test_an_optional_part_is_installed_when_asked_for_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOYER_EXTRAS", "speech, nonsense")
    asked = install._wanted({})
    monkeypatch.delenv("FOYER_EXTRAS")

    assert asked == {"running": "requirements.lock", "speech": "requirements-speech.lock"}
    assert install._wanted(dict.fromkeys(asked, "a hash")) == asked
    assert install._wanted({}) == {"running": "requirements.lock"}


def test_the_developers_lock_has_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_EXTRAS", "speech")

    assert install._wanted({}, development=True) == install._wanted({"development": "x"})
    assert install._wanted({"development": "x"}) == {"development": "requirements-dev.lock"}


def test_a_changed_lock_of_a_part_is_noticed(tmp_path: Path) -> None:
    for lock in (*install.LOCKS.values(), *install.EXTRAS.values()):
        (tmp_path / lock).write_text("a==1")
    (tmp_path / ".venv").mkdir()
    stamp = tmp_path / ".venv" / install.STAMP
    install._write_stamp(stamp, dict.fromkeys(("running", "speech"), install._hash(tmp_path / "requirements.lock")))
    assert install.python_packages_are_current(tmp_path)

    (tmp_path / "requirements-speech.lock").write_text("a==2")

    assert not install.python_packages_are_current(tmp_path)
