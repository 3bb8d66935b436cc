"""The table of ASVS requirements tells of things that exist, and leaves none out."""

import csv
import re
from collections import Counter

import pytest

from foyer.config.env import PROJECT
from foyer.operations import security_page

ROWS = list(csv.DictReader((PROJECT / "docs" / "asvs.csv").read_text().splitlines()))
CHAPTERS = dict(enumerate([27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7], start=1))


def test_all_253_requirements_of_levels_one_and_two_are_there():
    found = Counter(int(row["id"][1:].split(".")[0]) for row in ROWS)

    assert len({row["id"] for row in ROWS}) == len(ROWS) == 253
    assert found == CHAPTERS
    assert Counter(row["level"] for row in ROWS) == {"1": 70, "2": 183}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_a_row_names_exists(row):
    assert row["state"] in ("met", "partly", "not applicable", "operator")
    assert len(row["in our words"]) > 5
    if row["state"] == "not applicable":
        return
    assert (PROJECT / row["code"]).exists(), row["code"]
    path, _, name = row["test"].partition("::")
    assert (PROJECT / path).exists(), path
    assert not name or re.search(rf"def {name}\b", (PROJECT / path).read_text()), row["test"]


def test_the_page_shows_the_table_as_it_is():
    page = security_page.PATH.read_text()

    assert page == security_page.written(page)
