"""What makes a run of the tests quick without changing it: nothing is compiled, or looked through, over and over."""

import gc
import os
import sys

import pytest

from foyer.config.env import env

COLLECT = (20_000, 20, 50)
"""When the garbage collector looks. Six thousand tests are a heap that takes a second to look through."""


def keep_bytecode() -> None:
    """A machine that wants none beside the sources has it in FOYER_HOME: the tests start a hundred processes, and
    reading all sources anew takes each of them three seconds."""
    if sys.dont_write_bytecode and sys.pycache_prefix is None:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(env.home / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


keep_bytecode()
gc.disable()  # what is imported and collected stays


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that only hands out the tests collects none."""
    if session.config.pluginmanager.hasplugin("dsession"):
        pytest_collection_finish()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The tests themselves are never looked through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT)
    gc.enable()
