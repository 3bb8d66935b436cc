"""What the house is made of: hashes, licences, no address in a lock, no secret in the code, a bill of materials."""

import json

import pytest

from foyer.config.env import PROJECT
from foyer.operations import checks
from foyer.operations.supply import audits, licences, locks, sbom


def test_every_lock_has_hashes_and_no_address():
    assert list(locks.problems()) == []


def test_every_licence_goes_with_ours():
    assert list(licences.problems()) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("--index-url https://evil.example/simple\n", "names an address"),
        ("thing @ git+https://evil.example/thing\n", "names an address"),
        ("thing==1.0\n", "no sha256 hash"),
        ("thing==1.0 \\\n    --hash=md5:abc\n", "no sha256 hash"),
    ],
)
def test_a_lock_that_trusts_too_much_is_found(tmp_path, line, fault):
    lock = tmp_path / "bad.lock"
    lock.write_text(line)

    assert any(fault in said for said in locks._python_problems(lock))


def test_a_service_that_cannot_be_reached_is_said_and_is_no_fault(monkeypatch):
    fine, said = audits._asked(["bash", "-c", "echo 'Max retries exceeded'; exit 1"])

    assert fine
    assert said


def test_no_release_leaves_unasked(monkeypatch):
    """For work at home it is enough to be told; for a release what was not looked at is a fault."""
    away = ["bash", "-c", "echo 'Max retries exceeded'; exit 1"]
    one = checks.Check("known vulnerabilities", lambda: audits._asked(away))
    monkeypatch.setattr(checks, "all_checks", lambda: [one])
    told = []

    assert checks.run(lambda *said: told.append(said))
    assert not checks.run(lambda *said: told.append(said), release=True)
    assert [said[1] for said in told] == [True, False]


def test_a_known_vulnerability_is_a_fault():
    assert audits._asked(["bash", "-c", "echo 'Found 1 known vulnerability'; exit 1"])[0] is False


def test_the_bill_of_materials_names_every_package(tmp_path):
    count = sbom.write(tmp_path / "bill.json")
    bill = json.loads((tmp_path / "bill.json").read_text())

    assert bill["bomFormat"] == "CycloneDX"
    assert len(bill["components"]) == count > 80
    names = {one["name"] for one in bill["components"]}
    assert {package.name for package in locks.packages(PROJECT / "requirements.lock")} <= names


def test_a_secret_in_the_code_is_found(tmp_path):
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import transient_settings

    leaked = tmp_path / "leak.py"
    leaked.write_text('KEY = "AKIA' + 'IOSFODNN7EXAMPLA"\n')
    found = SecretsCollection(root=str(tmp_path))
    with transient_settings(json.loads((PROJECT / audits.BASELINE).read_text())):
        found.scan_file("leak.py")

    assert list(found)
