"""In which order the files run, and which of them share a process with what they need."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

SHARE_THE_HOUSE = (
    *(f"tests/test_{name}.py" for name in (
        "story", "intents_story", "lost_card", "upset_story", "accessibility", "knowledge", "searching", "speech",
        "replay", "writing_story", "chaos",
    )),
    "src/foyer/operations/tests/test_running.py",
)  # fmt: skip
"""In this order: the story counts on lines that nobody has stood in before, chaos kills, the last stops it. Whoever
adds a file that asks for `house` adds it here, or another process builds a second one, which takes a minute and a half.
"""
SHARE_SPARK = tuple(
    f"src/foyer/{name}.py"
    for name in (
        "customers/tests/test_quality_gate", "customers/tests/test_identity_deciding", "base/tests/test_lake",
        "customers/tests/test_quality_stewarding", "customers/tests/profile/test_publishing", "base/tests/test_serving",
        "customers/tests/test_standardise_engine", "base/tests/test_engine", "base/tests/test_upkeep",
        "customers/tests/profile/test_survivorship", "privacy/tests/test_generalising",
        "customers/tests/test_intake_converting",
    )
)  # fmt: skip
"""One process has Spark running, and it is warm after the first of them."""
SHARE_THE_DEMO = tuple(
    f"src/foyer/demo/tests/test_{name}.py" for name in ("governing", "demo", "library", "nothing_in_clear", "sources")
)
"""The demo bank is built once for them. The first two want to see the house without it."""
GROUPS = {"house": SHARE_THE_HOUSE, "spark": SHARE_SPARK, "demo": SHARE_THE_DEMO}
LONG = tuple(
    f"{name}.py"
    for name in (
        "src/foyer/privacy/tests/test_erasing_people", "src/foyer/desk/tests/test_masked_everywhere",
        "src/foyer/portal/tests/test_in_a_browser", "src/foyer/customers/tests/test_intake_crashing",
        "src/foyer/customers/tests/test_erasing", "src/foyer/api/tests/test_collector_durable",
        "src/foyer/customers/tests/profile/test_customer_360",
        "src/foyer/customers/tests/test_stewardship", "src/foyer/customers/tests/test_intake_running",
        "tests/attack/test_other_peoples_ids", "src/foyer/base/tests/test_lake_kills",
        "src/foyer/customers/tests/test_identity_resolving", "src/foyer/customers/tests/test_intake_berka",
    )
)  # fmt: skip
"""These begin early, so that no process is left alone with one of them at the end."""
PLACES = {file: place for place, file in enumerate((*chain(*GROUPS.values()), *LONG))}
GROUP_OF = {file: name for name, files in GROUPS.items() for file in files}


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each file runs in one process, and those that share something run in the same one."""
    from xdist.scheduler import LoadFileScheduling

    class InGroups(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return GROUP_OF.get(file, file)

    config.option.loadscopereorder = False  # in the order given here, not those of most tests first
    return InGroups(config, log)


@pytest.hookimpl(wrapper=True)  # after all others have put them in order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Those of the house come first, since they take longest, then those of Spark, then the other long ones."""
    yield
    for item in items:
        _has_its_place(item)
    items.sort(key=lambda item: PLACES.get(_file(item), len(PLACES)))


def _has_its_place(item: pytest.Item) -> None:
    """A file that asks for Spark and does not stand in the list would start another one."""
    asked = getattr(getattr(item, "callspec", None), "params", {}).get("engine", "")
    if str(asked).startswith("local[") and _file(item) not in SHARE_SPARK:
        raise pytest.UsageError(f"Add {_file(item)} to SHARE_SPARK.")


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]
