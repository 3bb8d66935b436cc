"""A short trail, filled, verified and searched as `./foyer bench audit` does it."""

from pathlib import Path
from typing import Any

import pytest
from bench import audit, trail

pytestmark = pytest.mark.django_db


def test_a_trail_is_filled_sealed_verified_and_searched(
    capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.FOYER_AUDIT_FOLDER = tmp_path
    measured = trail.measure(400, 4)

    assert measured["is_whole"] and measured["rows"] == 400
    assert measured["verify_a_second"] > 0 and measured["bare_a_second"] > 0
    shown = {row["name"]: row["shown"] for row in measured["questions"]}
    assert shown["newest"] == 50 and shown["who"] and shown["whose"] and shown["refused"] and shown["one day"]
    audit.print_table(measured)
    assert "from where" in capsys.readouterr().out
