"""A file nobody has mapped yet: looked at, a mapping proposed, tried out."""

from pathlib import Path

import pytest
import yaml

from foyer.base.engine.testing import lake  # noqa: F401
from foyer.customers.intake.wizard import UploadNotUsable, preview, propose, try_out
from foyer.customers.sources import MappingNotValid
from foyer.customers.tests.intake_bank import person

CHINESE = "客户号,姓名,性别,手机号,电子邮箱,证件号码,联系地址\n" + "".join(
    f"{n},{person(n).split(',')[1]},男,138{n:08d},u{n}@example.com,11010519491231002X,广东省深圳市南山区科技路{n}号\n"
    for n in range(1, 21)
)
ENGLISH = "trans_id;account_id;trans_date;amount;currency;description\n" + "".join(
    f"T{n};A{n};2024-01-{n:02d};{n}.50;CNY;rent\n" for n in range(1, 21)
)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]


def write(tmp_path: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    (tmp_path / name).write_bytes(text.encode(encoding))
    return tmp_path / name


def completed(mapping: str) -> str:
    return mapping + "basis: contract\npurpose: serving customers\n"


def test_a_chinese_customer_file_is_understood(tmp_path: Path) -> None:
    seen = preview(write(tmp_path, "客户信息.csv", CHINESE, "gb18030"))

    assert (seen.files.encoding, seen.files.delimiter, seen.rows) == ("gb18030", ",", 20)
    kinds = {column.name: column.kind for column in seen.columns}
    assert (kinds["手机号"], kinds["电子邮箱"], kinds["证件号码"]) == ("phone", "email", "resident_id")

    given = next(iter(yaml.safe_load(propose(seen, source="crm"))["tables"].values()))["gives"]
    party = given[0]["party"]
    assert (party["source_key"], party["name"], party["sex"]) == ("客户号", "姓名", "性别")
    parts = {next(iter(each.values()))["kind"]["is"] for each in given[1:]}
    assert parts == {"phone", "email", "resident_id", "home"}


def test_an_english_transaction_file_is_understood(tmp_path: Path) -> None:
    text = propose(preview(write(tmp_path, "transactions.csv", ENGLISH)), source="ledger")

    table = yaml.safe_load(text)["tables"]["transactions"]
    fields = table["gives"][0]["transaction"]
    assert (fields["transaction_key"], fields["account_key"], fields["booked_at"], fields["amount"]) == (
        "trans_id", "account_id", "trans_date", "amount",
    )  # fmt: skip


def test_a_proposal_asks_for_basis_and_purpose_before_it_is_tried(tmp_path: Path) -> None:
    path = write(tmp_path, "客户信息.csv", CHINESE)
    text = propose(preview(path), source="crm")

    with pytest.raises(MappingNotValid) as refused:
        try_out(text, path)

    assert any("basis" in str(problem.what) for problem in refused.value.problems)


def test_a_mapping_tried_out_shows_rows_and_the_errors_of_cells(tmp_path: Path) -> None:
    path = write(tmp_path, "客户信息.csv", CHINESE.replace("13800000003", "12").replace("2,张", "2,"))
    text = completed(propose(preview(path), source="crm"))

    tried = {each.entity: each for each in try_out(text, path, rows=10)}

    assert tried["party"].looked_at == 10
    assert tried["contact_point"].good < tried["contact_point"].looked_at
    wrong = [(error.row, error.rule, error.raw) for error in tried["contact_point"].errors]
    assert (4, "readable", "12") in wrong


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.xlsx", b"not a workbook"), ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")],
)
def test_what_is_not_a_table_is_not_taken(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)

    with pytest.raises(UploadNotUsable):
        preview(path, name=name)
