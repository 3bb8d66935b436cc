"""A FOYER_HOME of its own for each test that starts or writes something."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foyer.config.env import env


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home, with the embedded database whatever the tests at large run on."""
    with tempfile.TemporaryDirectory(prefix="foyer-home-") as folder:
        path = Path(folder)
        path.chmod(0o755)
        monkeypatch.setenv("FOYER_HOME", folder)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        kept = {name: env.__dict__.pop(name, None) for name in ("home", "key_folder", "secret_key", "keys")}
        yield path
        for name, value in kept.items():
            env.__dict__.pop(name, None)
            if value is not None:
                env.__dict__[name] = value
