"""What `foyer privacy scrub` and `foyer privacy release` take and say."""

import argparse
from pathlib import Path

import pytest

from foyer.operations import privacy_releases
from foyer.operations.problem import Problem
from foyer.staff.tests.factories import UserFactory


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    privacy_releases.arguments(parser.add_subparsers(dest="verb", required=True))
    return parser.parse_args(words)


def test_a_text_is_printed_without_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "said.txt"
    file.write_text("我叫王小明\n手机13800138000\n我叫王小明\n", encoding="utf-8")

    assert privacy_releases.VERBS["scrub"](parsed("scrub", str(file))) == 0
    assert capsys.readouterr().out == "我叫[姓名1]\n手机[电话1]\n我叫[姓名1]\n"


@pytest.mark.django_db
def test_whoever_may_not_prepare_is_told_so() -> None:
    UserFactory(username="agent", role="agent")
    words = ("release", "customers", "--purpose", "service", "--recipient", "Lab", "--reason", "x", "--by")

    for name in ("agent", "nobody"):
        with pytest.raises(Problem):
            privacy_releases.VERBS["release"](parsed(*words, name))


@pytest.mark.django_db
def test_figures_are_printed_also_when_nothing_can_be_released(
    settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME, settings.FOYER_LAKE = tmp_path, tmp_path / "lake"  # type: ignore[attr-defined]
    UserFactory(username="analyst", role="analyst")
    words = ("release", "movements", "--purpose", "service", "--recipient", "Lab", "--reason", "x", "--by", "analyst")

    assert privacy_releases.VERBS["release"](parsed(*words)) == 1
    said = capsys.readouterr().out
    assert "rows: 0 / 0" in said and "k: 0" in said and "recall: —" in said


@pytest.mark.django_db
def test_a_purpose_that_does_not_cover_the_data_is_refused() -> None:
    UserFactory(username="analyst", role="analyst")
    words = ("release", "customers", "--purpose", "curiosity", "--recipient", "Lab", "--reason", "x", "--by", "analyst")

    with pytest.raises(Problem):
        privacy_releases.VERBS["release"](parsed(*words))
