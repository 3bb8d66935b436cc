"""The library names only what is there, and the house claims no more than it does."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from foyer.base import measures
from foyer.base.actors import Actor
from foyer.config.env import PROJECT
from foyer.privacy.obligations import evidence, library, with_figures

IDS = {
    *[
        "R-PIPL13",
        "R-PIPL14",
        "R-PIPL15",
        "R-PIPL16",
        "R-PIPL17",
        "R-PIPL24",
        "R-PIPL28",
        "R-PIPL45",
        "R-PIPL51",
        "R-PIPL54",
        "R-PIPL55",
        "R-PIPL57",
    ],
    *[
        "R-NDS22",
        "R-XB",
        "R-EXP",
        "R-CMP1",
        "R-CMP2",
        "R-CMP3",
        "R-CMP4",
        "R-CMP5",
        "R-CMP6",
        "R-CMP7",
        "R-CP9",
        "R-SUIT1",
        "R-SUIT2",
        "R-SUIT3",
        "R-SUIT4",
    ],
    *[
        "R-SUIT5",
        "R-REC1",
        "R-REC2",
        "R-MKT",
        "R-ALG",
        "R-GAI",
        "R-HUM",
        "R-ELD",
        "R-TEL",
        "R-AML",
        "R-FEE",
        "R-GDPR",
        "R-AIA",
        "R-DISP",
        "R-CD",
        "R-ECOA",
    ],
    *["R-REGE", "R-PCI", "R-MRM", "R-A11Y", "R-ISO"],
}
CLAIMS = re.compile(
    r"\b(fully|is|are|be|100 ?%) compliant\b|\bcompliant with\b|\bGDPR[- ]compliant"
    r"|完全合规|符合(《|GDPR|PIPL)|保证合规",
    re.I,
)


def test_every_rule_of_the_field_is_there_once() -> None:
    ids = [one.id for one in library()]

    assert set(ids) == IDS and len(ids) == len(IDS)


@pytest.mark.parametrize("one", library(), ids=lambda one: one.id)
def test_what_a_rule_names_exists(one: object) -> None:
    missing = [path for path in (*one.controls, *one.tests) if not (PROJECT / path).is_file()]  # type: ignore[attr-defined]

    assert missing == [] and set(one.measures) <= set(measures.registry)  # type: ignore[attr-defined]
    assert one.built == ("yes" if not one.open else "partly" if one.controls else "no")  # type: ignore[attr-defined]
    assert one.controls or one.open  # type: ignore[attr-defined]
    assert all((one.law.zh, one.law.en, one.rule.zh, one.rule.en))  # type: ignore[attr-defined]


def test_nothing_of_ours_claims_to_meet_the_law() -> None:
    texts = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    texts += [*(PROJECT / "src").rglob("*.html"), *(PROJECT / "src").rglob("*.po"), *(PROJECT / "src").rglob("*.yaml")]
    found = {
        f"{path.relative_to(PROJECT)}: {match.group(0)}"
        for path in texts
        for match in CLAIMS.finditer(path.read_text(encoding="utf-8"))
    }

    assert found == set()


@pytest.mark.django_db
def test_filters_find_by_state_and_word() -> None:
    assert {row["obligation"].id for row in with_figures(text="反洗钱")} == {"R-AML"}
    assert all(row["obligation"].built == "no" for row in with_figures(built="no"))


@pytest.mark.django_db(transaction=True)
def test_the_pack_for_an_examiner_holds_what_it_lists(tmp_path: Path, settings: Any) -> None:
    settings.FOYER_AUDIT_FOLDER = tmp_path / "audit"  # the anchors of no other test's trail
    names = evidence.write(tmp_path / "pack.zip", by=Actor("system"))

    with zipfile.ZipFile(io.BytesIO((tmp_path / "pack.zip").read_bytes())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert "designed to support" in archive.read("README.txt").decode()
        assert json.loads(archive.read("audit_verification.json"))["finding_count"] == 0
    assert set(manifest["sha256"]) | {"manifest.json"} == set(names)
    assert {
        "obligations.csv",
        "obligations.json",
        "retention_schedule.json",
        "notices.json",
        "disclosures.json",
    } <= set(names)
