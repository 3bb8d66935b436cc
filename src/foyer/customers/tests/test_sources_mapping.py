"""A mapping file is a source, or every mistake with its line and how to mend it."""

from pathlib import Path

import pytest
from django.utils import translation

from foyer.config.env import PROJECT
from foyer.customers.sources import MappingNotValid, parse, read
from foyer.customers.tests.intake_bank import MAPPING

GOOD = MAPPING.replace("MODE", "full").lstrip()


def mistakes(text: str, language: str = "en") -> list[str]:
    with translation.override(language):
        with pytest.raises(MappingNotValid) as refused:
            parse(text, file="core.yaml")
        return str(refused.value).splitlines()


def test_every_example_is_sound() -> None:
    for path in sorted((PROJECT / "examples" / "sources").glob("*.yaml")):
        assert read(path).tables


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("owner:", "ownr:", "line 3: there is no ownr here. Did you mean owner?"),
        ("name: name", "nme: name", "line 13: party has no field nme. Did you mean name?"),
        ("source_key: no, ", "", "line 13: party.source_key is required and not mapped."),
        ("- party:", "- partie:", "line 13: The standard has no entity partie. Did you mean party?"),
        ("sex: sex}", "sex: {from: sex, as: sexx}}", "line 13: There is no standardiser sexx. Did you mean sex?"),
        ("{is: person}", "{is: human}", "line 13: human is not a code of party.kind."),
        ("table: people, take", "table: peeple, take", "line 20: There is no table peeple in this file."),
        ("from: {folder: .}", "schedule: daily 25:00\nfrom: {folder: .}", "line 6: This schedule cannot be read."),
        ("from: {folder: .}", "time_zone: Mars/Base\nfrom: {folder: .}", "line 6: There is no time zone Mars/Base."),
        ("key: acct", "key: acct\n    key: acct", "line 19: key is written twice here."),
        ("mode: full", "mode: all", "line 11: mode cannot be all. Did you mean full?"),
        ("balance: balance,", "balance: {from: balance, is: 1},", "line 22: A value comes from exactly one of"),
        ("title: {zh", "title: [zh", "line 2: This is not valid YAML"),
    ],
)
def test_a_mistake_is_shown_at_its_line(wrong: str, right: str, said: str) -> None:
    found = mistakes(GOOD.replace(wrong, right, 1))

    assert any(said in line for line in found), found


def test_without_basis_and_purpose_there_is_no_source() -> None:
    found = mistakes(GOOD.replace("basis: contract\n", "").replace("purpose:", "porpose:"))

    assert any("basis is missing" in line for line in found)
    assert any("purpose is missing" in line for line in found)


def test_a_secret_in_the_file_is_refused() -> None:
    found = mistakes(GOOD.replace("{folder: .}", "{database: {url: 'postgresql://me:pw@host/db'}}"))

    assert any("url is a secret and must not stand in a file" in line for line in found)
    assert "pw" not in " ".join(found)


def test_a_token_in_a_header_is_refused() -> None:
    found = mistakes(
        GOOD.replace("{folder: .}", "{http: {url: 'https://x.example', headers: {Authorization: Bearer abc}}}")
        .replace("    file: people*.csv\n", "").replace("    file: accounts*.csv\n", "")
    )  # fmt: skip

    assert found == [
        "core.yaml: line 6: Authorization is a secret and must not stand in a file. "
        "Put it into an environment variable and write its name: ${NAME}."
    ]


def test_mistakes_are_told_in_the_readers_language() -> None:
    found = mistakes(GOOD.replace("owner:", "ownr:"), "zh-hans")

    assert found == [
        "core.yaml: 第 1 行：缺少 owner。请补上：谁对这些数据负责。",
        "core.yaml: 第 3 行：这里没有 ownr 这一项。是不是 owner？",
    ]


def test_no_is_norway_and_a_date_stays_as_written() -> None:
    source = parse(GOOD.replace("sex: sex}", "nationality: {is: NO}, joined_on: {is: 2024-01-31}}"))

    fields = source.tables["people"].gives[0].fields
    assert (fields["nationality"][0].constant, fields["joined_on"][0].constant) == ("NO", "2024-01-31")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingNotValid):
        read(tmp_path / "nowhere.yaml")
