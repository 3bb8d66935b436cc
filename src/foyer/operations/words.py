"""The commands' own messages in the operator's language, before and without Django."""

import gettext
import os
from functools import cache

from foyer.config.env import env
from foyer.operations import catalogues


def _(message: str) -> str:
    """`message` in Chinese or English, as FOYER_LANGUAGE or the terminal's locale says."""
    return _catalogue().gettext(message)


def speaks_chinese() -> bool:
    names = ("FOYER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "").startswith("zh")


@cache
def _catalogue() -> gettext.NullTranslations:
    if not speaks_chinese():
        return gettext.NullTranslations()
    home = env.home_folder
    try:
        catalogues.compile_changed(home)
        return gettext.translation("django", home / "locale", languages=[catalogues.LANGUAGE])
    except OSError:  # there is no home to keep it in; that, too, is told in Chinese
        return catalogues.in_memory()
