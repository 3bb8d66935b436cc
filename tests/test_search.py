"""A small archive, filled and read as `./foyer bench search` does it."""

import pytest
from bench import archive, reading, search

from foyer.conversations.models import Conversation, Message

pytestmark = pytest.mark.django_db


def test_an_archive_is_filled_as_asked_and_everything_in_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    filled = archive.fill(2_000)

    assert (Message.objects.count(), Conversation.objects.count()) == (2_000, 200)
    assert not Message.objects.filter(search=None).exists()

    rows = {row["name"]: row for row in reading.measure(filled, 12)}

    assert rows["thread"]["shown"] > 1 and rows["list waiting, agent"]["shown"] == 1
    assert rows["search zh, bank"]["shown"] and rows["search en, bank"]["shown"]
    assert rows["search zh, agent"]["shown"] < rows["search zh, bank"]["shown"]
    assert rows["agent report, branch"]["shown"] == 21
    search.print_table(list(rows.values()))
    assert "search zh, branch" in capsys.readouterr().out
