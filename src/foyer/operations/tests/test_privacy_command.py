"""`foyer privacy`, as typed: the schedule, deleting once more, the examiner's pack, data sets, scrubbed texts."""

import io
import json
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.operations import catalogues, cli, database, prepare
from foyer.privacy.deid.datasets import Column, Releasable, releasable
from foyer.privacy.models import Disclosure, Release, RetentionReport
from foyer.privacy.recipients import keeping
from foyer.privacy.requests import erasing
from foyer.privacy.tests.consenting import published_notice
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """On the tests' own database, in English, with a home and a lake of its own."""
    monkeypatch.setattr(database, "held", nullcontext)
    monkeypatch.setattr(prepare, "tables_are_current", lambda: True)
    monkeypatch.setattr(catalogues, "compile_changed", lambda: None)
    monkeypatch.setenv("FOYER_LANGUAGE", "en")
    settings.HOME, settings.FOYER_LAKE = tmp_path, tmp_path / "lake"


def foyer(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["privacy", *words])
    said = capsys.readouterr()
    return status, said.out + said.err


def given_four_years_ago() -> None:
    """One line of the register that the schedule has kept long enough."""
    said = {
        "name": Bilingual("伙伴", "Partner"),
        "role": "provide",
        "kinds": ["contact"],
        "region": "CN",
        "contract": "C",
    }
    with clock.at(clock.now() - timedelta(days=4 * 366)):
        keeping.describe("partner:a", said, purposes=["third_party_sharing"], by=SYSTEM)
        keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=3, by=SYSTEM)


def test_retention_counts_first_and_deals_only_when_told_to(capsys: pytest.CaptureFixture[str]) -> None:
    given_four_years_ago()

    status, said = foyer("retention", "--dry-run", capsys=capsys)
    assert status == 0 and ": 1 due, 0 done" in said and Disclosure.objects.count() == 1
    status, said = foyer("retention", "--run", capsys=capsys)
    assert status == 0 and ": 1 due, 1 done" in said and not Disclosure.objects.exists()
    assert RetentionReport.objects.count() == 2
    with pytest.raises(SystemExit):
        foyer("retention", capsys=capsys)


def test_whoever_was_deleted_is_deleted_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    """As after restoring a backup: the customer is there again, the log says that they were deleted."""
    customer: Customer = CustomerFactory(name="王新名", phone="13800000003")
    erasing.begin(customer.pk, request=None, by=SYSTEM)

    assert foyer("reapply", capsys=capsys) == (0, "Deleted once more: 1.\n")
    assert not Customer.objects.filter(pk=customer.pk).exists()
    assert foyer("reapply", capsys=capsys) == (0, "Deleted once more: 0.\n")


def test_the_examiners_pack_says_who_took_it_and_calculates_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evidence.zip"

    status, said = foyer("evidence", str(file), capsys=capsys)

    assert status == 0 and "manifest.json" in said and "obligations.csv" in said
    with zipfile.ZipFile(file) as archive:
        lines = archive.read("obligations.csv").decode("utf-8-sig").splitlines()
        sums = json.loads(archive.read("manifest.json"))["sha256"]
    assert lines[0].startswith('"Exported by system') or lines[0].startswith("Exported by system")
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines) and "obligations.csv" in sums
    assert AuditEntry.objects.filter(act="privacy.evidence_exported").count() == 1


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four customers in a data set of their birthdays, two and two alike."""
    published_notice()
    ids = [str(CustomerFactory().pk) for _one in range(4)]
    frame = pd.DataFrame({"customer_id": ids, "born_on": ["1980-05-17"] * 2 + ["1985-01-01"] * 2})
    columns = (
        Column("customer_id", "token", Bilingual("假名", "pseudonym"), of="customer"),
        Column("born_on", "quasi", Bilingual("出生日期", "date of birth"), "day"),
    )
    found = Releasable("trial", Bilingual("试验", "Trial"), (), columns, lambda engine: engine.frame(frame))
    monkeypatch.setitem(releasable, "trial", found)


WORDS = ("release", "trial", "--purpose", "service", "--recipient", "Lab", "--reason", "a study", "--by", "analyst")


@pytest.mark.usefixtures("trial")
def test_a_release_is_prepared_measured_and_waits_for_a_second_person(capsys: pytest.CaptureFixture[str]) -> None:
    UserFactory(username="analyst", role="analyst")

    status, said = foyer(*WORDS, "--k", "2", "--l", "1", "--days", "30", capsys=capsys)

    release = Release.objects.get()
    assert status == 0 and "rows: 4 / 4" in said and "k: 2" in said and str(release.pk) in said
    assert release.state == "prepared" and approvals.pending("privacy.release", release.pk) is not None
    status, said = foyer(*WORDS, "--k", "3", "--l", "1", capsys=capsys)
    assert (status, Release.objects.order_by("-asked_at")[0].state) == (0, "prepared"), (
        "hidden further until k is reached"
    )
    status, said = foyer(*WORDS, "--k", "9", "--l", "1", capsys=capsys)
    assert (status, Release.objects.order_by("-asked_at")[0].state) == (1, "unfit")


def test_who_may_not_and_what_is_not_there_are_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    UserFactory(username="analyst", role="analyst")
    UserFactory(username="agent", role="agent")

    for words, sentence in (
        ((*WORDS[:-1], "agent"), "agent may not prepare data sets."),
        (WORDS, "There is no data set of this name"),
        ((*WORDS[:1], "customers", *WORDS[2:], "--k", "1"), "k must be at least 2"),
    ):
        status, said = foyer(*words, capsys=capsys)
        assert status != 0 and sentence in said, words
    assert not Release.objects.exists()


def test_scrub_takes_a_file_or_what_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "said.txt"
    file.write_text("我叫王小明，手机13800138000\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("我叫王小明，手机13800138000\n"))

    assert foyer("scrub", str(file), capsys=capsys) == (0, "我叫[姓名1]，手机[电话1]\n")
    assert foyer("scrub", "-", capsys=capsys) == (0, "我叫[姓名1]，手机[电话1]\n")
