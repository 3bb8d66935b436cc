"""Keys change while others read and write, in small, as `./foyer bench rotation` does it."""

from pathlib import Path
from typing import Any

import pytest
from bench import rotation

from foyer.base.crypto import caring
from foyer.config.custody import Folder


@pytest.mark.django_db(transaction=True)
def test_a_change_of_keys_under_load_loses_no_read_though_its_job_is_killed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FOYER_KEYS, settings.FOYER_LAKE = Folder(tmp_path / "keys"), tmp_path / "lake"
    monkeypatch.setattr(rotation, "BATCH", 2)  # many small steps: the job is not done before it is seen at work
    people = rotation.fill(32)

    outcome = rotation.change(people, processes=2, threads=2, kills=1, seconds=0.3)

    assert outcome.wrong == []
    assert outcome.kills == 1, "the job was killed at its work"
    assert outcome.reads > 50 and outcome.writes > 20 and outcome.waiting == 0
    assert [key.id for key in caring.state()] == ["2"]
