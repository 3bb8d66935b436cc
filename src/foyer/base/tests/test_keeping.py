"""The keys of words that were not sent: a person's own, and known still after a rotation."""

from pathlib import Path
from typing import Any

from foyer.base.keeping import keeping
from foyer.config.custody import Folder


def test_the_keys_are_the_persons_own() -> None:
    mine, other = keeping("customer 1"), keeping("customer 2")

    assert mine == keeping("customer 1")
    assert mine["whose"] != other["whose"] and not set(mine["keys"]) & set(other["keys"])
    assert "customer" not in mine["whose"]


def test_after_a_rotation_the_one_before_still_opens(tmp_path: Path, settings: Any) -> None:
    settings.FOYER_KEYS = Folder(tmp_path)
    before = keeping("customer 1")
    settings.FOYER_KEYS.add(wait_seconds=0)
    after = keeping("customer 1")

    assert after["whose"] == before["whose"]
    assert after["keys"][0] != before["keys"][0] and before["keys"][0] in after["keys"]
