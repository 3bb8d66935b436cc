"""Where this installation lies: the checkout or the installed package, and FOYER_HOME beside it."""

import errno
import os
from functools import cached_property
from pathlib import Path
from typing import Any

from foyer.config.variables import WrongSetting, folder
from foyer.config.words import _

PROJECT = Path(__file__).resolve().parents[4]


def _default_home(_: Any) -> Path:
    """Beside the checkout, or below the current folder when Foyer is an installed package."""
    return (PROJECT if (PROJECT / "pyproject.toml").exists() else Path.cwd()) / "var"


class Place:
    """The folder of this installation and what lies in it."""

    home_folder = folder(
        "FOYER_HOME",
        _default_home,
        "Where this installation keeps its database, keys, uploaded files and logs.",
        "var beside Foyer",
    )

    @cached_property
    def home(self) -> Path:
        path = self.home_folder
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise _no_home(path) from error
        if not os.access(path, os.W_OK | os.X_OK):
            raise _no_home(path)
        return path

    @cached_property
    def key_folder(self) -> Path:
        return self.home / "keys"

    @cached_property
    def page_libraries(self) -> Path:
        """Where node_modules is: beside a checkout, in FOYER_HOME for an installed package."""
        return PROJECT if (PROJECT / "package.json").exists() else self.home / "pages"


def _no_home(path: Path) -> WrongSetting:
    return WrongSetting(
        _("FOYER_HOME {folder} cannot be written to. Give it to the user that runs Foyer, or choose another.").format(
            folder=path
        )
    )
